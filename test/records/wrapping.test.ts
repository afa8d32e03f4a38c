import { describe, expect, test } from 'vitest';
import { deadLetterMessage } from '../../sim/records/deadLetterMessage.ts';
import { invocationRecord } from '../../sim/records/invocationRecord.ts';
import { snsNotification, sqsMessage } from '../../sim/records/wrapping.ts';
import { at, facts, failed, requestId } from './samples.ts';

const end = facts({ payload: ' {"a": 1.0}\n', answer: failed('{"errorMessage":"no \\"luck\\""}') });
const messageId = '9fe151b9-7dbe-400c-b047-c0f35f5b7f28';
const sentAt = at('2026-09-14T15:46:55.053Z') + 999;
const receipt = { messageId, sentAt, senderId: 'AROAEXAMPLE:awslambda_577_20260914154655000', traceHeader: 'Root=1-6aa816ed-17324ae5593f5bfb008d25ef;Parent=061387df791c4565;Sampled=0;Lineage=1:1b5e3ce6:0' };

describe('a message in an SQS queue', () => {
  test('DLQ-03 a dead letter: the event as the body, its attributes by name', () => {
    const { body, attributes } = deadLetterMessage(end);
    expect(sqsMessage({ body, attributes, ...receipt })).toBe(
      `{"MessageId":"${messageId}","Body":" {\\"a\\": 1.0}\\n",` +
        `"Attributes":{"SenderId":"${receipt.senderId}","SentTimestamp":"1789400815053","AWSTraceHeader":"${receipt.traceHeader}"},` +
        '"MessageAttributes":{"ErrorCode":{"StringValue":"200","DataType":"Number"},"ErrorMessage":{"StringValue":"no \\"luck\\"","DataType":"String"},' +
        `"RequestID":{"StringValue":"${requestId}","DataType":"String"}}}`,
    );
  });

  test('DST-09 a record: the body is the record, and there are no attributes', () => {
    const message = JSON.parse(sqsMessage({ body: invocationRecord(end), attributes: {}, ...receipt, traceHeader: null })) as Record<string, unknown>;
    expect(message).toEqual({ MessageId: messageId, Body: invocationRecord(end), Attributes: { SenderId: receipt.senderId, SentTimestamp: '1789400815053' } });
  });
});

describe('a notification of an SNS topic', () => {
  const topicArn = 'arn:aws:sns:us-east-2:123456789012:my-topic';

  test('DLQ-03 a dead letter: the event as the message, its attributes with type and value', () => {
    const { body, attributes } = deadLetterMessage(end);
    expect(snsNotification({ body, attributes, messageId, sentAt, topicArn })).toBe(
      `{"Type":"Notification","MessageId":"${messageId}","TopicArn":"${topicArn}","Message":" {\\"a\\": 1.0}\\n","Timestamp":"2026-09-14T15:46:55.053Z",` +
        `"MessageAttributes":{"RequestID":{"Type":"String","Value":"${requestId}"},"ErrorCode":{"Type":"Number","Value":"200"},"ErrorMessage":{"Type":"String","Value":"no \\"luck\\""}}}`,
    );
  });

  test('DST-09 a record: the message is the record, and there are no attributes', () => {
    const notification = JSON.parse(snsNotification({ body: invocationRecord(end), attributes: {}, messageId, sentAt, topicArn })) as Record<string, unknown>;
    expect(notification).toEqual({ Type: 'Notification', MessageId: messageId, TopicArn: topicArn, Message: invocationRecord(end), Timestamp: '2026-09-14T15:46:55.053Z' });
  });
});
