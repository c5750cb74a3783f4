using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Imports;

/// <summary>Excel files are imported like text files, and hostile ones are refused.</summary>
public sealed class ImportWorkbookTests(TestConsole console) : IClassFixture<TestConsole>
{
    private static readonly string s_header = WorkbookBuilder.Row(1, "id", "name");

    [Fact]
    public async Task Cells_are_the_texts_that_a_person_would_type()
    {
        var app = await TestApplication.Connect(console);
        const string Cells = """
            <row r="2"><c r="A2"><v>42</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" s="1"><v>46380</v></c><c r="D2" s="2"><v>46380.770833333336</v></c>
            <c r="E2" t="b"><v>1</v></c><c r="F2"><f>1+0.1+0.2</f><v>1.3000000000000003</v></c><c r="G2"><v>1.234</v></c><c r="H2" t="str"><f>"a"</f><v>a</v></c></row>
            <row r="5"><c r="B5" t="inlineStr"><is><r><t>Rich </t></r><r><t xml:space="preserve">text</t></r></is></c></row>
            """;
        var file = WorkbookBuilder.Build(
            WorkbookBuilder.Row(1, "id", "name", "a", "b", "c", "d", "e", "f") + Cells,
            texts: "<si><t>Unused</t></si><si><t>Müller &amp; Söhne</t></si>"
        );

        var uploaded = await UploadedImport.Send(app, "tenants", file);

        (Text(uploaded, "sheet"), uploaded.GetProperty("rows").GetInt32()).ShouldBe(("Customers", 2));
        Text(uploaded, "encoding").ShouldBeNull();
        var rows = (await app.Get($"/api/v1/imports/{Text(uploaded, "id")}/rows")).GetProperty("data");
        CellsOf(rows[0]).ShouldBe(["42", "Müller & Söhne", "2026-12-24", "2026-12-24 18:30:00", "true", "1.3", "1.2340", "a"]);
        CellsOf(rows[1]).ShouldBe(["", "Rich text"]);
    }

    [Fact]
    public async Task A_chosen_sheet_is_imported()
    {
        var app = await TestApplication.Connect(console);
        var id = $"sheet-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        var file = WorkbookBuilder.Build(s_header + WorkbookBuilder.Row(2, "x", "X"), other: s_header + WorkbookBuilder.Row(2, id, "Other"));

        var (_, unknown) = await UploadedImport.Try(app, "tenants", file, "&sheet=Nowhere");
        var (_, uploaded) = await UploadedImport.Try(app, "tenants", file, "&sheet=other");
        var import = await UploadedImport.Check(app, uploaded, new { id = "external_id", name = "name" });
        await app.Run("import.apply", import);
        await UploadedImport.Await(app, import, "applied");

        Text(unknown, "code").ShouldBe("unknown_sheet");
        Text(uploaded, "sheet").ShouldBe("Other");
        Text(await app.Get($"/api/v1/tenants/ext:{id}"), "name").ShouldBe("Other");
    }

    [Fact]
    public async Task A_hostile_sheet_is_refused()
    {
        var app = await TestApplication.Connect(console);
        var runs = string.Concat(Enumerable.Repeat("<r><t>xx</t></r>", 20_000));
        (string Rows, string Code)[] sheets =
        [
            ("<!DOCTYPE x [<!ENTITY a \"b\">]>" + WorkbookBuilder.Row(2, "1", "x"), "damaged_excel_file"),
            (string.Concat(Enumerable.Repeat("<x>", 1_000)), "damaged_excel_file"),
            ("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is>" + runs + "</is></c></row>", "damaged_excel_file"),
            ("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is>" + runs.Replace("</r>", "</r><si/>") + "</is></c></row>", "damaged_excel_file"),
            ("<row r=\"2\"><c r=\"A2\" t=\"" + new string('x', 200_000) + "\"><v>1</v></c></row>", "damaged_excel_file"),
            ("<row r=\"2\"><c r=\"A2\"><v>1</v></c>", "damaged_excel_file"), // not closed
            ("<row r=\"9999999\"><c r=\"A9999999\"><v>1</v></c></row>", "damaged_excel_file"),
            ("<row r=\"2\">" + string.Concat(Enumerable.Repeat("<c r=\"A2\" t=\"s\"><v>0</v></c><row/>", 1_001)) + "</row>", "file_too_large"), // copies of one text
            ("<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>", "too_many_columns"),
            (WorkbookBuilder.Row(2, "1", new string('x', 10_001)), "cell_too_long"),
            ("", "no_rows"),
        ];
        foreach (var sheet in sheets)
        {
            var (status, body) = await UploadedImport.Try(app, "tenants", WorkbookBuilder.Build(s_header + sheet.Rows));

            (status, Text(body, "code")).ShouldBe((HttpStatusCode.UnprocessableEntity, sheet.Code));
        }
    }

    [Fact]
    public async Task A_file_that_is_no_workbook_is_refused()
    {
        var app = await TestApplication.Connect(console);
        var whole = WorkbookBuilder.Build(s_header + WorkbookBuilder.Row(2, "1", "x"));
        (byte[] File, string Code)[] files =
        [
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1_000]], "old_excel_file"),
            (WorkbookBuilder.Zip(("notes.txt", "id,name\n1,x\n")), "not_text"),
            (whole[..(whole.Length / 2)], "damaged_excel_file"),
            (WorkbookBuilder.Build(s_header, texts: new string(' ', 60_000_000)), "file_too_large"), // 60 kB as a file
        ];
        foreach (var file in files)
        {
            var (status, body) = await UploadedImport.Try(app, "tenants", file.File);

            (status, Text(body, "code")).ShouldBe((HttpStatusCode.UnprocessableEntity, file.Code));
        }
    }

    [Fact]
    public async Task Errors_of_formulas_are_not_imported()
    {
        var app = await TestApplication.Connect(console);

        const string Cells = """
            <row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><f>1/A9</f><v>#REF!</v></c></row>
            <row r="4"><c r="A4"><v>2</v></c><c r="B4" t="inlineStr"><is><t>Two</t></is></c></row>
            """;
        byte[][] files = [Encoding.UTF8.GetBytes("id,name\n1,#REF!\n2,Two\n"), WorkbookBuilder.Build(s_header + Cells)];
        foreach (var file in files)
        {
            var uploaded = await UploadedImport.Send(app, "tenants", file);
            var id = await UploadedImport.Check(app, uploaded, new { id = "external_id", name = "name" });

            var errors = (await app.Get($"/api/v1/imports/{id}/rows?state=error")).GetProperty("data");
            Text(errors[0], "reason").ShouldBe("name: contains #REF!, the error of a formula.");
            errors.GetArrayLength().ShouldBe(1);
        }
    }

    private static IEnumerable<string?> CellsOf(JsonElement row) => row.GetProperty("cells").EnumerateArray().Select(cell => cell.GetString());

    private static string? Text(JsonElement body, string field) => body.GetProperty(field).GetString();
}
