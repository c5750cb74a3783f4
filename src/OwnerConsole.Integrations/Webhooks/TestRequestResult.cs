namespace OwnerConsole.Integrations.Webhooks;

/// <summary>A test request as it was sent, and the response.</summary>
/// <param name="Id">Value of the header webhook-id. IDs of test requests start with tst_, unlike those of events.</param>
/// <param name="Url">Address that received the request.</param>
/// <param name="RequestHeaders">Headers of the request. The signature is that of the sent bytes.</param>
/// <param name="RequestBody">Body of the request, exactly as signed.</param>
/// <param name="Status">HTTP status of the response; null if there was none.</param>
/// <param name="ResponseHeaders">Headers of the response.</param>
/// <param name="ResponseBody">First 20 KB of the response as text; null if there was no response.</param>
/// <param name="IsTruncated">Whether the response is longer.</param>
/// <param name="LatencyMs">Milliseconds until the response arrived, or until sending failed.</param>
/// <param name="Fault">Why there was no response; null if there was one.</param>
public sealed record TestRequestResult(
    string Id,
    string Url,
    IReadOnlyList<TestHeader> RequestHeaders,
    string RequestBody,
    int? Status,
    IReadOnlyList<TestHeader> ResponseHeaders,
    string? ResponseBody,
    bool IsTruncated,
    int LatencyMs,
    string? Fault
)
{
    internal bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>A header of a test request or its response.</summary>
/// <param name="Name">Name of the header.</param>
/// <param name="Value">Its value; several values are joined by commas.</param>
public sealed record TestHeader(string Name, string Value);
