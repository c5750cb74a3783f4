namespace FakeStripe.Http;

/// <param name="RetryAfter">Seconds of the Retry-After header; null for none.</param>
internal sealed record ApiResponse(int Status, string Body, string RequestId, int? RetryAfter = null);
