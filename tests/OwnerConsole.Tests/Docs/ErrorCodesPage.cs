using System.Text;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Docs;

/// <summary>Generates docs/reference/errors.md from the codes in the source and the causes and fixes in error-codes.txt.</summary>
internal static class ErrorCodesPage
{
    private static readonly string s_file = Repository.PathOf("tests", "OwnerConsole.Tests", "Docs", "error-codes.txt");

    /// <returns>Cause and fix by code.</returns>
    public static IReadOnlyDictionary<string, (string Cause, string Fix)> Entries() =>
        File.ReadAllLines(s_file).Select(line => line.Split('|')).ToDictionary(parts => parts[0], parts => (parts[1], parts[2]), StringComparer.Ordinal);

    public static string Of(IReadOnlyCollection<ErrorCode> codes)
    {
        var entries = Entries();
        var page = new StringBuilder(
            """
            # Error codes

            Generated from the source. Errors are `application/problem+json` (RFC 9457):

            ```json
            {"type": "about:blank", "title": "Not Found", "status": 404, "code": "not_found", "detail": "No tenant has the id \"acme\". Your own IDs start with ext:. Did you mean ext:acme?", "request_id": "0HNQ…"}
            ```

            - `code` is stable: match it. `detail` says what to do, and can change: show it.
            - `errors` lists the problems of each field. Unknown fields and query parameters are errors, so that typos are noticed.
            - `request_id` is also in the server's log.
            - Retry only 408, 429 and 503, after `Retry-After`, and requests without a response. See [idempotency](idempotency.md).

            | Status | Meaning |
            |---|---|
            | 400 | the request is malformed |
            | 401, 403 | no valid key, or it lacks a permission |
            | 402 | a limit is reached; see [entitlement calls](entitlements.md#402-refused) |
            | 404 | not found, also for records of another tenant or mode |
            | 409 | the current state doesn't allow it |
            | 410 | a link has expired |
            | 413, 415 | the body is too large or of the wrong type |
            | 422 | well-formed, but not possible |
            | 429 | too many requests; see [rate limits](rate-limits.md) |
            | 500, 503 | a failure of the console or its database; nothing was changed partially |

            """
        );
        Write(page, "Responses", "Codes of responses. The status is listed where it is always the same.", codes.Where(code => code.Type == "Problem"), entries);
        Write(
            page,
            "Refusals",
            "Codes with which operations refuse a subject: in previews, in the lines of runs, and as the code of a 409 if no subject is left. The [operations reference](operations.md) lists those of each operation.",
            codes.Where(code => code.Type == "Refusal"),
            entries
        );
        Write(
            page,
            "Rejected events",
            "The `reason` of events that are rejected while the others of the request are accepted, see [events](events.md).",
            codes.Where(code => code.Type == "Rejection"),
            entries
        );
        return page.ToString();
    }

    private static void Write(
        StringBuilder page,
        string title,
        string says,
        IEnumerable<ErrorCode> codes,
        IReadOnlyDictionary<string, (string Cause, string Fix)> entries
    )
    {
        page.Append($"\n## {title}\n\n{says}\n\n| Code | Status | Cause | Fix |\n|---|---|---|---|\n");
        foreach (var code in codes.GroupBy(code => code.Code!, StringComparer.Ordinal).OrderBy(code => code.Key, StringComparer.Ordinal))
        {
            var (cause, fix) = entries.GetValueOrDefault(code.Key);
            var statuses = string.Join(", ", code.Select(each => each.Status).OfType<int>().Distinct().Order());
            page.Append($"| `{code.Key}` | {statuses} | {cause} | {fix} |\n");
        }
    }
}
