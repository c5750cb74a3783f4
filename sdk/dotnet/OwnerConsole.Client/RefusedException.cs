using System.Net;
using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>The console understood and refuses; sending the same again would not help.</summary>
/// <param name="status">of HTTP</param>
/// <param name="code">a word that programs can tell apart, such as <c>missing_permission</c></param>
/// <param name="detail">what to do about it</param>
/// <param name="requestId">names the request in the console's log</param>
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
            return new(status, "unknown", "What answered is no console, or something between.", null);
        }
    }

    private sealed record Problem(string? Code, string? Detail, string? RequestId, IReadOnlyDictionary<string, string[]>? Errors)
    {
        /// <summary>The fields that are wrong say more than that some are.</summary>
        public string? Said => Errors is { Count: > 0 } ? string.Join(' ', Errors.Select(error => $"{error.Key} {string.Join(' ', error.Value)}")) : Detail;
    }
}
