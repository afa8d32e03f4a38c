/** The examples of AWS's own documents, as those print them. */

/** The async guide: at most an hour, no retries. */
export const putCommand = `$ aws lambda put-function-event-invoke-config --function-name error \\
--maximum-event-age-in-seconds 3600 --maximum-retry-attempts 0`;
export const putMoment = 1573686021.479;
export const putAnswer = `{
    "LastModified": 1573686021.479,
    "FunctionArn": "arn:aws:lambda:us-east-2:123456789012:function:error:$LATEST",
    "MaximumRetryAttempts": 0,
    "MaximumEventAgeInSeconds": 3600,
    "DestinationConfig": {
        "OnSuccess": {},
        "OnFailure": {}
    }
}`;

/** The async guide: and a queue for what fails. */
export const updateCommand = `$ aws lambda update-function-event-invoke-config --function-name error \\
--destination-config '{"OnFailure":{"Destination": "arn:aws:sqs:us-east-2:123456789012:destination"}}'`;
export const updateMoment = 1573687896.493;
export const updateAnswer = `{
    "LastModified": 1573687896.493,
    "FunctionArn": "arn:aws:lambda:us-east-2:123456789012:function:error:$LATEST",
    "MaximumRetryAttempts": 0,
    "MaximumEventAgeInSeconds": 3600,
    "DestinationConfig": {
        "OnSuccess": {},
        "OnFailure": {
            "Destination": "arn:aws:sqs:us-east-2:123456789012:destination"
        }
    }
}`;

/** The async guide: two spaces before the invocation type. */
export const invokeCommand = `$ aws lambda invoke --function-name my-function  --invocation-type Event --payload '{ "key": "value" }' response.json`;

/** The async guide, over two lines. */
export const deadLetterCommand = `$ aws lambda update-function-configuration --function-name my-function \\
--dead-letter-config TargetArn=arn:aws:sns:us-east-2:123456789012:my-topic`;
/** The records guide, whose website has run the two lines together. */
export const deadLetterCommandOnOneLine =
  'aws lambda update-function-configuration --function-name my-function \\ --dead-letter-config TargetArn=arn:aws:sns:us-east-2:123456789012:my-topic';

/** The announcement of Destinations, with the website's dashes and quotes. */
export const announcedSuccess =
  'aws lambda invoke –function-name event-destinations –invocation-type Event –payload ‘{ “Success”: true }’ response.json';
export const announcedFailure =
  'aws lambda invoke –function-name event-destinations –invocation-type Event –payload ‘{ “Success”: false }’ response.json';

/** The announcement's template, with the website's quotes, blank lines and lost indentation. */
export const announcedTemplate = `Resources:

EventInvokeConfig:

Type: AWS::Lambda::EventInvokeConfig

Properties:

FunctionName: “YourLambdaFunctionWithEventInvokeConfig”

Qualifier: “$LATEST”

MaximumEventAgeInSeconds: 600

MaximumRetryAttempts: 0

DestinationConfig:

OnSuccess:

Destination: “arn:aws:sns:us-east-1:123456789012:YourSNSTopicOnSuccess”

OnFailure:

Destination: “arn:aws:lambda:us-east-1:123456789012:function:YourLambdaFunctionOnFailure”
`;

/** The same template as its author wrote it. */
export const template = `Resources:
  EventInvokeConfig:
    Type: AWS::Lambda::EventInvokeConfig
    Properties:
      FunctionName: "YourLambdaFunctionWithEventInvokeConfig"
      Qualifier: "$LATEST"
      MaximumEventAgeInSeconds: 600
      MaximumRetryAttempts: 0
      DestinationConfig:
        OnSuccess:
          Destination: "arn:aws:sns:us-east-1:123456789012:YourSNSTopicOnSuccess"
        OnFailure:
          Destination: "arn:aws:lambda:us-east-1:123456789012:function:YourLambdaFunctionOnFailure"
`;

/** What the template says. */
export const templateConfig = {
  MaximumEventAgeInSeconds: 600,
  MaximumRetryAttempts: 0,
  DestinationConfig: {
    OnSuccess: { Destination: 'arn:aws:sns:us-east-1:123456789012:YourSNSTopicOnSuccess' },
    OnFailure: { Destination: 'arn:aws:lambda:us-east-1:123456789012:function:YourLambdaFunctionOnFailure' },
  },
};

/** The older guide's function configuration, its placeholders filled in. */
export const olderGuide = `{
    "Code": {
        "ZipFile": "UEsDBAo=",
        "S3Bucket": "string",
        "S3Key": "string",
        "S3ObjectVersion": "string"
    },
    "Description": "string",
    "FunctionName": "string",
    "Handler": "string",
    "MemorySize": 128,
    "Role": "string",
    "Runtime": "string",
    "Timeout": 3,
    "Publish": true,
    "DeadLetterConfig": {
        "TargetArn": "arn:aws:sqs:us-east-2:123456789012:dead-letters"
    }
}`;

export const context = { region: 'us-east-2', account: '123456789012', functionName: 'error', now: putMoment };
