using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace OwnerConsole.Api;

/// <summary>Removes schemas that nothing refers to: generators would make types of them.</summary>
internal static partial class UnusedSchemas
{
    public static async Task Remove(OpenApiDocument document, CancellationToken stop)
    {
        var schemas = document.Components!.Schemas!; // every description has some
        var unused = schemas.Keys.ToList();
        while (unused.Count > 0) // a schema can be referred to only by an unused one
        {
            var text = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, stop);
            unused = [.. schemas.Keys.Except(Reference().Matches(text).Select(match => match.Groups[1].Value))];
            foreach (var name in unused)
                schemas.Remove(name);
        }
    }

    [GeneratedRegex("\"#/components/schemas/([^\"]+)\"", RegexOptions.None, 5_000)]
    private static partial Regex Reference();
}
