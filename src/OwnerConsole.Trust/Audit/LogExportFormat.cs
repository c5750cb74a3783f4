using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Trust.Audit;

/// <summary>File formats of log exports.</summary>
public enum LogExportFormat
{
    Csv,
    Ndjson,
}

public static class LogExportFormats
{
    public static string MediaType(this LogExportFormat format) => format is LogExportFormat.Csv ? "text/csv" : "application/x-ndjson";

    /// <returns>The format in the Accept header; null for a page of JSON.</returns>
    public static LogExportFormat? Accepted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept.Select(type => type.MediaType.Value);
        return Enum.GetValues<LogExportFormat>()
            .Where(format => accepted.Contains(format.MediaType(), StringComparer.OrdinalIgnoreCase))
            .Select(format => (LogExportFormat?)format)
            .FirstOrDefault();
    }
}
