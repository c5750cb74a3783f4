using System.Text.RegularExpressions;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Shell.Operations;

/// <summary>A form that is submitted twice starts one run, also if its values were entered after its preview.</summary>
public sealed partial class FormRunsTests : OwnConsole
{
    [Fact]
    public async Task A_form_runs_once_and_other_values_or_another_form_run_again()
    {
        var acme = await App.Tenant("acme", "Acme");
        var first = await OpenForm(acme);
        var second = await OpenForm(acme);

        await Submit(acme, first, "Called.");
        await Submit(acme, first, "Called.");
        await Submit(acme, first, "Wrote.");
        await Submit(acme, second, "Called.");

        first.ShouldNotBe(second);
        (await Notes(acme)).ShouldBe(["Called.", "Called.", "Wrote."], ignoreOrder: true);
    }

    [Fact]
    public async Task Concurrent_submissions_of_a_form_start_one_run()
    {
        var acme = await App.Tenant("acme", "Acme");
        var key = await OpenForm(acme);

        await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(async _ =>
                {
                    var window = Owner.NewBrowser();
                    window.Cookie = Owner.Cookie;
                    await window.Get("/settings/account");
                    await Submit(acme, key, "Called.", window);
                })
        );

        (await Notes(acme)).ShouldBe(["Called."]);
    }

    [Fact]
    public async Task A_double_click_on_a_button_is_one_click_and_an_undone_run_can_be_repeated()
    {
        var acme = await App.Tenant("acme", "Acme");
        var key = await OpenForm(acme);

        await Click(acme, key);
        await Click(acme, key);
        var once = await Notes(acme);
        var run = (await App.Get("/api/v1/runs?limit=1")).GetProperty("data")[0];
        await App.Undo(run);
        await Click(acme, key);

        once.ShouldBe(["Clicked."]);
        (await Notes(acme)).ShouldBe(["Clicked."]);
    }

    [Fact]
    public async Task A_form_whose_run_was_undone_shows_a_new_preview()
    {
        var acme = await App.Tenant("acme", "Acme");
        var key = await OpenForm(acme);

        await Submit(acme, key, "Called.");
        await App.Undo((await App.Get("/api/v1/runs?limit=1")).GetProperty("data")[0]);
        await Submit(acme, key, "Called.");
        var again = (Owner.Page, Key: FormKey().Match(Owner.Page).Groups["key"].Value);
        var undone = await Notes(acme);
        await Submit(acme, again.Key, "Called.");

        again.Page.ShouldContain("This was done and undone.");
        undone.ShouldBeEmpty();
        (await Notes(acme)).ShouldBe(["Called."]);
    }

    [Fact]
    public async Task Both_responses_to_a_double_click_show_the_secret_of_the_only_run()
    {
        (string Name, string Value)[] newKey = [("name", "Billing"), ("mode", "live"), ("scopes", "tenant.read"), ("days", "90"), ("only_tenant", "")];
        (string Name, string Value)[] newEndpoint =
        [
            ("operation", "webhook_endpoint.create"),
            ("subject", "tnt_platform"),
            ("preview", ""),
            ("url", "http://localhost:9/events"),
            ("mode", "live"),
            ("back", "/"),
        ];

        var keys = await DoubleClick("/settings/keys", "/settings/keys", newKey);
        var secrets = await DoubleClick("/operations/new?operation=webhook_endpoint.create&subject=tnt_platform&back=/", "/operations", newEndpoint);

        keys.ShouldAllBe(key => key.Length > 0 && key == keys[0]);
        secrets.ShouldAllBe(secret => secret.Length > 0 && secret == secrets[0]);
        var all = (await App.Get("/api/v1/api-keys")).GetProperty("data").EnumerateArray();
        all.Count(key => key.GetProperty("name").GetString() == "Billing").ShouldBe(1);
    }

    /// <returns>The secrets of both responses.</returns>
    private async Task<IReadOnlyList<string>> DoubleClick(string page, string address, (string Name, string Value)[] fields)
    {
        await Owner.Get(page);
        var key = FormKey().Match(Owner.Page).Groups["key"].Value;
        var secrets = new List<string>();
        for (var clicks = 0; clicks < 2; clicks++)
        {
            await Owner.Post(address, [("form_key", key), .. fields]);
            secrets.Add(Secret().Match(Owner.Page).Value);
        }
        return secrets;
    }

    /// <returns>Key of the form.</returns>
    private async Task<string> OpenForm(string tenant)
    {
        await Owner.Get($"/operations/new?operation=note.add&subject={tenant}&back=/tenants/{tenant}");
        return FormKey().Match(Owner.Page).Groups["key"].Value;
    }

    /// <summary>Submits the form before it has a preview of its values, as Enter does right after typing.</summary>
    private Task<HttpResponseMessage> Submit(string tenant, string key, string text, TestBrowser? browser = null) =>
        (browser ?? Owner).Post(
            "/operations",
            ("form_key", key),
            ("operation", "note.add"),
            ("subject", tenant),
            ("preview", ""),
            ("text", text),
            ("back", $"/tenants/{tenant}")
        );

    private Task<HttpResponseMessage> Click(string tenant, string key) =>
        Owner.Post("/operations", ("form_key", key), ("operation", "note.add"), ("subject", tenant), ("text", "Clicked."), ("back", $"/tenants/{tenant}"));

    private async Task<IReadOnlyList<string?>> Notes(string tenant) =>
        [.. (await App.Get($"/api/v1/tenants/{tenant}/notes")).GetProperty("data").EnumerateArray().Select(note => note.GetProperty("text").GetString())];

    [GeneratedRegex("name=\"form_key\" value=\"(?<key>[0-9a-f]{32})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormKey();

    [GeneratedRegex("(oc_live|whsec)_[0-9A-Za-z_+/=]{24,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret();
}
