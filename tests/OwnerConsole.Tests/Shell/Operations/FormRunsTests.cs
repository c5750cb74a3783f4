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
        Owner.Post(
            "/operations",
            ("form_key", key),
            ("operation", "note.add"),
            ("subject", tenant),
            ("text", "Clicked."),
            ("back", $"/tenants/{tenant}")
        );

    private async Task<IReadOnlyList<string?>> Notes(string tenant) =>
        [
            .. (await App.Get($"/api/v1/tenants/{tenant}/notes"))
                .GetProperty("data")
                .EnumerateArray()
                .Select(note => note.GetProperty("text").GetString()),
        ];

    [GeneratedRegex("name=\"form_key\" value=\"(?<key>[0-9a-f]{32})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormKey();
}
