using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Trust.Audit;

/// <summary>File formats of log exports.</summary>
public enum ExtractFormat
{
    Csv,
    Ndjson,
}

public static class ExtractFormats
{
    public static string MediaType(this ExtractFormat format) => format is ExtractFormat.Csv ? "text/csv" : "application/x-ndjson";

    /// <returns>The format in the Accept header; null for a page of JSON.</returns>
    public static ExtractFormat? Accepted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept.Select(type => type.MediaType.Value);
        return Enum.GetValues<ExtractFormat>()
            .Where(format => accepted.Contains(format.MediaType(), StringComparer.OrdinalIgnoreCase))
            .Select(format => (ExtractFormat?)format)
            .FirstOrDefault();
    }
}
