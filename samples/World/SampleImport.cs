using System.Text.Json;

namespace World;

/// <summary>Steps of the samples that import a file.</summary>
internal static class SampleImport
{
    /// <summary>Uploads a file and maps its columns.</summary>
    /// <param name="query">Kind and name of the file, and its mode if it isn't live, as in the address of an upload.</param>
    /// <param name="conflicts">What happens to records that exist.</param>
    /// <param name="columns">Fields by column.</param>
    /// <returns>ID of the import.</returns>
    public static async Task<string> Upload(SetupApi platform, string query, string table, string conflicts, params KeyValuePair<string, string>[] columns)
    {
        var import = await platform.SendText($"/api/v1/imports?{query}", table, "text/csv");
        var id = import.GetProperty("id").GetString()!; // each import has an ID
        await platform.SendJson(HttpMethod.Put, $"/api/v1/imports/{id}/mapping", new { columns = columns.ToDictionary(StringComparer.Ordinal), conflicts });
        return id;
    }

    public static Task<JsonElement> Await(SetupApi platform, string import, string state) =>
        platform.Await($"/api/v1/imports/{import}", details => details.GetProperty("import").GetProperty("state").GetString() == state);
}
