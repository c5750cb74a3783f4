using System.Text;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>An owner uploads a file that a German Excel has written, chooses a field, looks at the check, imports the rows and undoes the import.</summary>
[Slow(15, "Imports")]
public sealed class ImportJourneyTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    /// <summary>Semicolons, Windows-1252, line ends of Windows, days before months, and a cell with a semicolon, quotes and a line break.</summary>
    private const string Written =
        "Kundennummer;Firma;Buchhaltung;Kunde seit;Bemerkung\r\n"
        + "4711;\"Müller & Söhne; \"\"Tanz\"\"\";info@mueller.example;24.12.2024;\"Ruft an.\nZahlt spät.\"\r\n"
        + "4712;Café Süd;sued@example.org;03.01.2025;\r\n"
        + "4713;Bekannt;bekannt@example.org;;\r\n"
        + "4714;Ohne Adresse;keine Adresse;;\r\n";

    [Fact]
    public async Task A_file_of_Excel_is_checked_imported_and_undone()
    {
        var app = await TestApplication.Connect(console);
        await app.Tenant("4713", "Known");
        await using var window = await console.Open();
        var page = window.Page;
        var import = page.Locator("#import");

        await page.GotoAsync("/settings/import");
        await PageInspector.Inspect(page, "no imports");
        await page.Locator("#kind").SelectOptionAsync("tenants");
        await page.Locator("#file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "kunden.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.Latin1.GetBytes(Written),
                }
            );
        await page.Locator("#upload").ClickAsync();
        await Assertions.Expect(import).ToContainTextAsync("Detected: Windows-1252, semicolon.");
        await Assertions.Expect(page.Locator("#column_0")).ToHaveValueAsync("external_id");
        await Assertions.Expect(page.Locator("#column_2")).ToHaveValueAsync("");
        await page.Locator("#column_2").SelectOptionAsync("contact_email");
        await page.Locator("#conflicts").SelectOptionAsync("merge");
        await PageInspector.Inspect(page, "the fields of an import");
        await page.Locator("#check-import").ClickAsync();

        await Assertions.Expect(page.Locator("#apply-import")).ToBeVisibleAsync(new() { Timeout = 15_000 }); // without a reload
        var address = page.Url;
        await page.Locator("#rows-error").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Rows" }).Locator("tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#row-4")).ToContainTextAsync("keine Adresse");
        await PageInspector.Inspect(page, "the errors of an import");
        (await app.Send(HttpMethod.Get, "/api/v1/tenants/ext:4711")).Status.ShouldBe(404);
        await page.GotoAsync(address);
        await page.Locator("#apply-import").ClickAsync();
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("creates 2 records and fills empty fields of up to 1 other record.");
        await page.Locator("#preview-confirm").ClickAsync();

        await Assertions.Expect(import.Locator(".page-head")).ToContainTextAsync("Imported", new() { Timeout = 15_000 });
        await Assertions.Expect(page.Locator("#row-1")).ToContainTextAsync("Ruft an.");
        var (created, known) = (await app.Get("/api/v1/tenants/ext:4711"), await app.Get("/api/v1/tenants/ext:4713"));
        (created.GetProperty("name").GetString(), created.GetProperty("contact_email").GetString()).ShouldBe(
            ("Müller & Söhne; \"Tanz\"", "info@mueller.example")
        );
        (known.GetProperty("name").GetString(), known.GetProperty("contact_email").GetString()).ShouldBe(("Known", "bekannt@example.org"));
        foreach (var width in new[] { 1440, 390 })
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var part in new[] { address, "/settings/import" })
            {
                await page.GotoAsync(part);
                await PageInspector.Inspect(page, $"{part} {width}");
            }
        }

        await page.GotoAsync(address);
        await page.Locator("#import-run").ClickAsync();
        await page.Locator("#run-undo").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Undo run" })).ToBeVisibleAsync(); // an opening page would cancel the response
        await app.Await($"/api/v1/imports/{address.Split('/')[^1]}", details => details.GetProperty("import").GetProperty("state").GetString() == "undone");
        await page.GotoAsync(address);
        await Assertions.Expect(import.Locator(".page-head")).ToContainTextAsync("Undone");
        (await app.Send(HttpMethod.Get, "/api/v1/tenants/ext:4711")).Status.ShouldBe(404);
        (await app.Get("/api/v1/tenants/ext:4713")).GetProperty("contact_email").GetString().ShouldBeNull();
        window.ShouldHaveNoComplaints();
    }
}
