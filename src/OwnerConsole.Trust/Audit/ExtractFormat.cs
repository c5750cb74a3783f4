using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Trust.Audit;

/// <summary>How lines of the log are written into a file.</summary>
public enum ExtractFormat
{
    Csv,
    Ndjson,
}

public static class ExtractFormats
{
    public static string MediaType(this ExtractFormat format) => format is ExtractFormat.Csv ? "text/csv" : "application/x-ndjson";

    /// <returns>what the caller accepts instead of a page of JSON; null when it is none of these</returns>
    public static ExtractFormat? Accepted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept.Select(type => type.MediaType.Value);
        return Enum.GetValues<ExtractFormat>()
            .Where(format => accepted.Contains(format.MediaType(), StringComparer.OrdinalIgnoreCase))
            .Select(format => (ExtractFormat?)format)
            .FirstOrDefault();
    }
}
