using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Tenants.Exports;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Ui.Documents;
using UglyToad.PdfPig;

namespace OwnerConsole.Tests.Trust.Privacy;

/// <summary>The PDF file of an export is readable, limited in size, and says what it leaves out.</summary>
public sealed class ExportDocumentTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    [Fact]
    public async Task The_export_of_a_member_has_a_cover_and_a_section_for_each_kind_of_data()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        await stage.Write(
            """
            insert into notes.notes (tenant_id, note_id, text, opened_by, opened_at, member_id)
            select @tenant, 'not_' || @member || n, case n when 1 then 'Called שלום 👩‍💻 today ' || repeat('x', 300) else 'Note ' || n end, 'run_law', now(), @member
              from generate_series(1, 201) n
            """,
            tenant,
            new { tenant, member = members[0] }
        );
        await stage.Run("member.export", members[0]);

        var archive = (await stage.App.Get($"/api/v1/members/{members[0]}/exports")).GetProperty("data")[0].GetProperty("id").GetString();
        using var zip = new ZipArchive(new MemoryStream(await stage.App.Http.GetByteArrayAsync($"/api/v1/members/{members[0]}/exports/{archive}/file")));
        var pages = await Read(zip);

        foreach (var fact in new[] { members[0], tenant, archive!, "Requested by", "Downloaded by", "Data as of" })
            pages[0].ShouldContain(fact);
        pages[^1].ShouldContain($"Page {pages.Count} of {pages.Count}");
        var whole = string.Concat(pages);
        whole.ShouldContain("Members");
        whole.ShouldContain("Support number");
        whole.ShouldContain("Called □□□□ □ today"); // four Hebrew letters and one emoji of several characters
        whole.ShouldNotContain("שלום");
        whole.ShouldContain("Only the first 200 of 201 rows are shown.");
        whole.Count(letter => letter == 'x').ShouldBeGreaterThanOrEqualTo(300); // divided into lines, not cut
    }

    [Fact]
    public async Task A_reader_of_one_tenant_downloads_an_export_that_was_requested_for_members_of_several()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        var (_, others) = await stage.TenantWithMembers();
        await stage.Start(await stage.Preview("member.export", input: null, members[0], others[0]));
        var reader = await TestApplication.Connect(console, onlyTenant: tenant);

        var archive = (await reader.Get($"/api/v1/members/{members[0]}/exports")).GetProperty("data")[0].GetProperty("id").GetString();
        using var zip = new ZipArchive(new MemoryStream(await reader.Http.GetByteArrayAsync($"/api/v1/members/{members[0]}/exports/{archive}/file")));
        var cover = (await Read(zip))[0];

        cover.ShouldContain("Downloaded by");
        cover.ShouldNotContain("Requested by"); // the run is also about a tenant that the reader can't see
    }

    [Fact]
    public void A_document_ends_after_its_pages_and_shortens_rowvalues()
    {
        DocumentFonts.Register(console.Services.GetRequiredService<IWebHostEnvironment>().WebRootPath);
        using var document = new ExportDocument(new("Personal data of Ada", [("Tenant", "Acme")], "All rows."), maxPages: 2);
        var row = JsonSerializer.SerializeToElement(
            new
            {
                external_id = "ext",
                opened_at = "2026-11-30T14:42:43.12345+00:00",
                text = new string('y', 5_000),
            }
        );

        document.OpenSection("Sessions", ["Sign people in."]);
        document.Add([.. Enumerable.Repeat(row, 100)]);
        document.CloseSection();
        document.OpenSection("Left out", []);
        document.Add([row]);
        document.CloseSection();
        using var read = PdfDocument.Open(document.Save());

        var text = string.Concat(read.GetPages().Select(page => page.Text));
        read.NumberOfPages.ShouldBeInRange(3, 4);
        text.ShouldContain("External ID");
        text.ShouldContain("30 Nov 2026 14:42:43 UTC");
        text.ShouldContain("This file ends after 2 pages.");
        text.ShouldNotContain("Left out");
    }

    [Fact]
    public void Characters_without_a_glyph_are_replaced_one_by_one()
    {
        DocumentText.Replace("Zoë Ωmega Ж").ShouldBe("Zoë Ωmega Ж");
        DocumentText.Replace("a\tb\u0000c\nd").ShouldBe("a b c\nd");
        DocumentText.Replace("👨‍👩‍👧‍👦 日本 \uD83D").ShouldBe("□ □□ □");
    }

    private static async Task<IReadOnlyList<string>> Read(ZipArchive zip)
    {
        await using var entry = await zip.GetEntry(ExportDocument.FileName)!.OpenAsync(); // the test expects it
        using var content = new MemoryStream();
        await entry.CopyToAsync(content);
        using var document = PdfDocument.Open(content.ToArray());
        return [.. document.GetPages().Select(page => page.Text)];
    }
}
