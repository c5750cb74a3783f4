using System.Text;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Reads uploaded files and forms of imports.</summary>
internal static class ImportBody
{
    private const int MaxName = 200;

    /// <summary>Some browsers send the path of the file.</summary>
    /// <returns>The name of the file, without control characters and with at most 200 characters.</returns>
    public static string FileName(string name)
    {
        var last = string.Concat(name.Split('/', '\\')[^1].Where(character => !char.IsControl(character))).Trim();
        return last.Length == 0 ? "File" : TextTruncation.Truncate(last, MaxName);
    }

    /// <returns>The name as it is stored and compared; null if it is blank, which means the first visible sheet.</returns>
    public static string? SheetName(string? name) => name?.Trim() is { Length: > 0 } sheet ? TextTruncation.Truncate(sheet, MaxName) : null;

    /// <summary>The body, which is kept in a temporary file while it is read, so that it can be read again.</summary>
    public static Stream Open(HttpRequest request)
    {
        request.EnableBuffering(bufferThreshold: 64 * 1024, ImportRoutes.MaxBodyBytes);
        return request.Body;
    }

    public static Stream Pasted(string table) => new MemoryStream(Encoding.UTF8.GetBytes(table), writable: false);

    /// <summary>Fields of columns by their position in the form, because headers can be any text.</summary>
    /// <exception cref="Problem">404 for an unknown import.</exception>
    public static async Task<ImportMappingRequest> ReadMapping(IFormCollection form, string id, Database database, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var import = await DataImport.Find(id, work) ?? throw Problem.NotFound(DataImport.EntityKind, id);
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var column = 0; column < import.Headers.Length; column++)
            columns[import.Headers[column]] = form[$"column_{column}"].ToString();
        var conflicts = Enum.GetValues<ConflictPolicy>().FirstOrDefault(policy => policy.ToText() == form["conflicts"].ToString());
        return new(columns, conflicts);
    }
}
