using System.Net;
using System.Text;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Imports;

/// <summary>Files are read as spreadsheets write them, and hostile ones are refused.</summary>
public sealed class ImportUploadTests(TestConsole console) : IClassFixture<TestConsole>
{
    public static TheoryData<byte[], string, string> Files =>
        new()
        {
            { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("id\tname\r\n1\tMüller\r\n")], "utf16", "tab" }, // Unicode text of Excel
            { Encoding.Latin1.GetBytes("\"id\";\"name\"\r\n\"1\";\"Müller\"\r\n"), "windows1252", "semicolon" }, // a German bank
            { Encoding.UTF8.GetBytes("sep=|\nid|name\n\n1|Müller\n"), "utf8", "pipe" },
            { [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("id,name\r1,Müller")], "utf8", "comma" }, // Numbers on a Mac
        };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Files_of_spreadsheets_have_the_same_cells(byte[] bytes, string encoding, string separator)
    {
        var app = await TestApplication.Connect(console);

        var uploaded = await UploadedImport.Send(app, "tenants", bytes);

        (Text(uploaded, "encoding"), Text(uploaded, "separator"), uploaded.GetProperty("rows").GetInt32()).ShouldBe((encoding, separator, 1));
        var rows = await app.Get($"/api/v1/imports/{Text(uploaded, "id")}/rows");
        rows.GetProperty("data")[0].GetProperty("cells").EnumerateArray().Select(cell => cell.GetString()).ShouldBe(["1", "Müller"]);
    }

    [Theory]
    [InlineData("PK~~", "not_text")]
    [InlineData("id,name\n", "no_rows")]
    [InlineData("", "no_rows")]
    public async Task A_file_that_is_no_table_is_refused(string text, string code)
    {
        var app = await TestApplication.Connect(console);

        var (status, body) = await UploadedImport.Try(app, "tenants", Encoding.UTF8.GetBytes(text.Replace('~', '\0')));

        (status, Text(body, "code")).ShouldBe((HttpStatusCode.UnprocessableEntity, code));
    }

    [Fact]
    public async Task A_hostile_file_is_refused()
    {
        var app = await TestApplication.Connect(console);
        (string Text, string Code)[] files =
        [
            ("id,name\n1,\"never closed\n" + new string('x', 2_000_000), "row_too_long"),
            ("id,name\n" + new string(',', 2_000_000), "row_too_long"),
            ("id,name\n1" + new string(',', 10_000), "too_many_columns"),
            ("id,name\n1," + new string('x', 20_000), "cell_too_long"),
            ("id\n" + string.Concat(Enumerable.Repeat("1\n", 100_001)), "too_many_rows"),
        ];
        foreach (var file in files)
        {
            var (status, body) = await UploadedImport.Try(app, "tenants", Encoding.UTF8.GetBytes(file.Text));

            (status, Text(body, "code")).ShouldBe((HttpStatusCode.UnprocessableEntity, file.Code));
        }
    }

    [Fact]
    public async Task Two_files_can_be_uploaded_at_the_same_time()
    {
        var app = await TestApplication.Connect(console);
        using var http = new HttpClient { BaseAddress = console.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", app.Key);
        var rest = new TaskCompletionSource();
        List<Task<HttpStatusCode>> stalled = [UploadSlowly(http, rest.Task), UploadSlowly(http, rest.Task)];

        await Poll.Until(async () => (await UploadedImport.Try(app, "tenants", "id\n1\n"u8.ToArray())).Status is HttpStatusCode.TooManyRequests);
        rest.SetResult();

        (await Task.WhenAll(stalled)).ShouldBe([HttpStatusCode.OK, HttpStatusCode.OK]);
        (await UploadedImport.Try(app, "tenants", "id\n1\n"u8.ToArray())).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> UploadSlowly(HttpClient http, Task wait)
    {
        using var content = new StalledContent("id,name\n", wait, "1,One\n");
        content.Headers.ContentType = new("text/csv");
        using var answer = await http.PostAsync("/api/v1/imports?kind=tenants", content, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static string? Text(JsonElement body, string field) => body.GetProperty(field).GetString();
}
