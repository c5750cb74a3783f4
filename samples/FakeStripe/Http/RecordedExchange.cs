namespace FakeStripe.Http;

/// <summary>One request with its response, in the order in which FakeStripe answered.</summary>
/// <param name="Path">Without the query.</param>
/// <param name="Query">Encoded, without the question mark.</param>
/// <param name="Body">Form-encoded request body.</param>
/// <param name="Headers">Request headers by lower-case name, without Authorization.</param>
/// <param name="Status">0 if the connection was cut before an answer.</param>
public sealed record RecordedExchange(
    string Method,
    string Path,
    string Query,
    string Body,
    IReadOnlyDictionary<string, string> Headers,
    int Status,
    string Response
)
{
    public string? IdempotencyKey => Headers.GetValueOrDefault("idempotency-key");
}
