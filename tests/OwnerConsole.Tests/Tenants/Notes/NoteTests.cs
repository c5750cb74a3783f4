using System.Text.Json;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Notes;

public sealed class NoteTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_note_is_stored_removed_and_restored_with_its_text()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("note-1");
        var added = await app.Post($"/api/v1/tenants/{acme}/add_note", new { text = "Ada prefers\nto be called." });
        var note = (await Notes(app, acme)).ShouldHaveSingleItem();

        var removed = await app.Run("note.remove", note.GetProperty("id").GetString()!);
        var gone = await Notes(app, acme);
        await app.Undo(removed);

        note.GetProperty("text").GetString().ShouldBe("Ada prefers\nto be called.");
        note.GetProperty("id").GetString().ShouldBe(added.Created());
        gone.ShouldBeEmpty();
        (await Notes(app, acme)).ShouldHaveSingleItem().GetRawText().ShouldBe(note.GetRawText());
    }

    [Fact]
    public async Task A_member_note_is_listed_for_the_member_only()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("note-of-ada");
        var ada = (await app.Put($"/api/v1/tenants/{acme}/members/ext:ada", new { name = "Ada" })).GetProperty("id").GetString()!;

        var added = await app.Run("member.note", ada, new { text = "Call in the morning." });
        var kept = await MemberNotes(app, ada);
        var ofTenant = await Notes(app, acme);
        await app.Undo(added);

        kept.ShouldHaveSingleItem().GetProperty("text").GetString().ShouldBe("Call in the morning.");
        ofTenant.ShouldBeEmpty();
        (await MemberNotes(app, ada)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_text_of_a_note_is_never_logged()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("note-2");

        await app.Run("note.add", acme, new { text = "Zebedee owes us lunch" });

        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from core.log l where to_jsonb(l)::text like '%Zebedee%'")).ShouldBe(0);
        (await work.One<long>("select count(*) from core.entity_names h where h.name like '%Zebedee%'")).ShouldBe(0);
    }

    [Theory]
    [InlineData("  ", "empty_note")]
    [InlineData("fine", null)]
    public async Task An_empty_note_is_refused(string text, string? code)
    {
        var app = await TestApplication.Connect(console);

        (await app.Refusal("note.add", await app.Tenant("note-3"), new { text })).ShouldBe(code);
    }

    [Fact]
    public async Task A_note_above_2000_characters_is_rejected()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("note-4");

        var (status, answer) = await app.Send(
            HttpMethod.Post,
            $"/api/v1/tenants/{acme}/add_note",
            JsonSerializer.Serialize(new { text = new string('a', 2001) })
        );

        status.ShouldBe(400);
        answer.GetProperty("errors").TryGetProperty("input.text", out _).ShouldBeTrue(answer.GetRawText());
    }

    [Fact]
    public async Task A_key_scoped_to_a_tenant_finds_no_note_of_another()
    {
        var app = await TestApplication.Connect(console);
        var (acme, other) = (await app.Tenant("note-5"), await app.Tenant("note-6"));
        await app.Run("note.add", acme, new { text = "ours" });
        var note = (await Notes(app, acme))[0].GetProperty("id").GetString()!;
        var scoped = await TestApplication.Connect(console, onlyTenant: other);

        var (status, _) = await scoped.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            JsonSerializer.Serialize(new { operation = "note.remove", subjects = new[] { note } })
        );

        status.ShouldBe(404);
    }

    [Fact]
    public async Task Tagged_tenants_are_found_in_any_spelling_of_the_tag()
    {
        var app = await TestApplication.Connect(console);
        string[] ids = [await app.Tenant("tag-1"), await app.Tenant("tag-2"), await app.Tenant("tag-3")];

        var preview = await app.Preview("tenant.tag", [.. ids.Take(2)], new { tag = " Früh Dabei " });
        await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        var found = (await app.Get("/api/v1/tenants?tag=FR%C3%9CH%20dabei")).GetProperty("data").EnumerateArray().ToList();

        found.Select(row => row.GetProperty("id").GetString()).ShouldBe(ids.Take(2), ignoreOrder: true);
        found[0].GetProperty("tags")[0].GetString().ShouldBe("früh dabei");
        (await app.Refusal("tenant.tag", ids[0], new { tag = "FRÜH DABEI" })).ShouldBe("already_tagged");
        (await app.Refusal("tenant.untag", ids[2], new { tag = "früh dabei" })).ShouldBe("not_tagged");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\"b")]
    [InlineData("<b>")]
    [InlineData("more than thirty letters are too many")]
    public async Task An_invalid_tag_is_refused_with_its_reason(string tag)
    {
        var app = await TestApplication.Connect(console);

        (await app.Refusal("tenant.tag", await app.Tenant("tag-4"), new { tag })).ShouldBe("bad_tag");
    }

    [Fact]
    public async Task The_pages_show_tags_and_filter_by_them()
    {
        var app = await TestApplication.Connect(console);
        var vip = await app.Tenant("tag-5", "Very Important");
        await app.Tenant("tag-6", "Quite Plain");
        await app.Run("tenant.tag", vip, new { tag = "vip" });
        var owner = await TestBrowser.Owner(console);

        await owner.Get("/tenants?tag=vip");
        var list = owner.Page;
        await owner.Get($"/tenants/{vip}");

        list.ShouldContain("Very Important");
        list.ShouldNotContain("Quite Plain");
        owner.Page.ShouldContain("/tenants?tag=vip");
    }

    private static async Task<List<JsonElement>> Notes(TestApplication app, string tenant) =>
        [.. (await app.Get($"/api/v1/tenants/{tenant}/notes")).GetProperty("data").EnumerateArray()];

    private static async Task<List<JsonElement>> MemberNotes(TestApplication app, string member) =>
        [.. (await app.Get($"/api/v1/members/{member}/notes")).GetProperty("data").EnumerateArray()];
}
