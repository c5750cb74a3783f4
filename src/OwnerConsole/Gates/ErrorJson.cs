using System.Text.Json;
using System.Text.Json.Serialization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Gates;

/// <summary>Error format of RFC 9457 with a stable code, the remedy, errors by field and the request ID used in the server log.</summary>
internal static class ErrorJson
{
    private sealed record ProblemBody(
        string Type,
        string Title,
        int Status,
        string Code,
        string Detail,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors,
        string RequestId
    )
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Further { get; init; }
    }

    public static Task Write(HttpContext context, Problem problem)
    {
        var title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(problem.Status);
        return context.Response.WriteAsJsonAsync(
            new ProblemBody("about:blank", title, problem.Status, problem.Code, problem.Message, problem.Errors, context.TraceIdentifier)
            {
                Further = problem.Extensions?.Deserialize<Dictionary<string, JsonElement>>(),
            },
            Json.ResponseOptions,
            "application/problem+json",
            context.RequestAborted
        );
    }
}
