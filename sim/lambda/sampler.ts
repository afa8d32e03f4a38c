import {
  Constant,
  Exponential,
  Gamma,
  Lognormal,
  Mixture,
  Percentiles,
  Uniform,
  Weibull,
  type Sampler,
} from '../kernel/random/distributions.ts';
import type { DistributionModel } from '../model/model.ts';

/** The sampler for a distribution of the model. */
export function samplerOf(model: DistributionModel): Sampler {
  switch (model.kind) {
    case 'constant':
      return new Constant(model.value);
    case 'exponential':
      return new Exponential(model.mean);
    case 'lognormal':
      return new Lognormal(model.mu, model.sigma);
    case 'gamma':
      return new Gamma(model.mean, model.shape);
    case 'weibull':
      return new Weibull(model.scale, model.shape);
    case 'uniform':
      return new Uniform(model.min, model.max);
    case 'percentiles':
      return new Percentiles(model.probabilities, model.values);
    case 'mixture': {
      let sum = 0;
      const bounds = model.parts.map((part) => (sum += part.weight));
      return new Mixture(bounds, model.parts.map((part) => samplerOf(part.distribution)));
    }
  }
}
