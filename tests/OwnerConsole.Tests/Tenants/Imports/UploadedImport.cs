using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Imports;

/// <summary>Uploads files through the API and waits for their check.</summary>
internal static class UploadedImport
{
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static Task<JsonElement> Send(TestApplication app, string kind, string text) => Send(app, kind, Encoding.UTF8.GetBytes(text));

    public static async Task<JsonElement> Send(TestApplication app, string kind, byte[] bytes)
    {
        var (status, body) = await Try(app, kind, bytes);
        status.ShouldBe(HttpStatusCode.OK, body.GetRawText());
        return body;
    }

    /// <param name="more">Further query parameters, such as <c>&amp;sheet=Customers</c>.</param>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> Try(TestApplication app, string kind, byte[] bytes, string more = "")
    {
        var (type, name) = bytes is [(byte)'P', (byte)'K', 3, 4, ..] ? (Excel, "customers.xlsx") : ("text/csv", "customers.csv");
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await app.Http.PostAsync($"/api/v1/imports?kind={kind}&name={name}{more}", content, TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    /// <param name="columns">Fields by header.</param>
    /// <returns>ID of the import, whose rows are checked.</returns>
    public static async Task<string> Check(TestApplication app, JsonElement uploaded, object columns, string conflicts = "keep_ours", int seconds = 60)
    {
        var id = uploaded.GetProperty("id").GetString()!;
        await app.Put($"/api/v1/imports/{id}/mapping", new { columns, conflicts });
        await Await(app, id, "checked", seconds);
        return id;
    }

    /// <returns>The import with its counts, once it has this state.</returns>
    public static Task<JsonElement> Await(TestApplication app, string id, string state, int seconds = 60) =>
        app.Await($"/api/v1/imports/{id}", answer => answer.GetProperty("import").GetProperty("state").GetString() == state, seconds);
}
