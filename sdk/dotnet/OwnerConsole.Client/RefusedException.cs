using System.Net;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>The console rejected the request; retrying it unchanged does not help.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Error code, such as <c>forbidden</c>.</param>
/// <param name="detail">Explanation with the remedy.</param>
/// <param name="requestId">ID of the request in the console's log.</param>
public sealed class RefusedException(HttpStatusCode status, string code, string detail, string? requestId) : Exception($"{(int)status} {code}: {detail}")
{
    public HttpStatusCode Status => status;

    public string Code => code;

    public string Detail => detail;

    public string? RequestId => requestId;

    internal static RefusedException Of(HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<Problem>(body, ConsoleJson.Options);
            return new(status, problem?.Code ?? "unknown", problem?.Said ?? "", problem?.RequestId);
        }
        catch (JsonException)
        {
            return new(status, "unknown", "The response did not come from a console, but from a proxy or another server.", null);
        }
    }

    private sealed record Problem(string? Code, string? Detail, string? RequestId, IReadOnlyDictionary<string, string[]>? Errors)
    {
        /// <summary>Error details by field if there are any, because they are more specific than the general detail.</summary>
        public string? Said => Errors is { Count: > 0 } ? string.Join(' ', Errors.Select(error => $"{error.Key} {string.Join(' ', error.Value)}")) : Detail;
    }
}
