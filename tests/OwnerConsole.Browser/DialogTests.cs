using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Dialogs and the address: the address contains the open dialog, Back closes it, and Forward opens it again.</summary>
public sealed class DialogTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task An_address_with_an_open_dialog_opens_it()
    {
        await using var window = await console.Open();

        await window.Page.GotoAsync($"/tenants?open={console.Ids[0]}&tab=timeline");

        (await window.Page.Locator("#command-center:modal").CountAsync()).ShouldBe(1);
        await Assertions.Expect(window.Page.Locator("#cc-timeline")).ToHaveAttributeAsync("aria-current", "true");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_row_clicked_before_the_page_has_loaded_opens_its_dialog()
    {
        await using var window = await console.Open();
        await window.Page.AddInitScriptAsync(
            $"addEventListener('DOMContentLoaded', () => location.pathname === '/tenants' && document.getElementById('open-{console.Ids[0]}').click())"
        );

        await window.Page.GotoAsync("/tenants");

        await Assertions.Expect(window.Page.Locator("#command-center:modal")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_hovered_or_focused_row_is_prefetched_once_and_again_after_a_change()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);
        Task Ahead(string id, Func<Task> act) =>
            page.RunAndWaitForResponseAsync(act, answer => answer.Url.Contains($"/tenants/{id}?", StringComparison.Ordinal));
        var (one, other) = (console.Ids[1], console.Ids[3]);

        await Ahead(one, () => page.Locator($"#open-{one}").FocusAsync());
        await page.EvaluateAsync("document.body.dispatchEvent(new CustomEvent('changed', { bubbles: true }))");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#command-center:modal")).ToHaveCountAsync(1);
        asked.Count(path => path == $"/tenants/{one}").ShouldBe(2);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#command-center")).ToHaveCountAsync(0);
        await Ahead(other, () => page.Locator($"#open-{other}").HoverAsync());
        await page.Locator($"#open-{other}").ClickAsync();

        await Assertions.Expect(page.Locator("#command-center:modal")).ToHaveCountAsync(1);
        asked.Count(path => path == $"/tenants/{other}").ShouldBe(1);
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_hovered_row_is_prefetched_although_another_row_regains_the_focus()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");
        var (one, other) = (console.Ids[1], console.Ids[3]);

        await page.RunAndWaitForResponseAsync(
            () =>
                page.EvaluateAsync(
                    """
                    ([pointed, focused]) => {
                      for (const type of ["pointerover", "pointermove"])
                        document.getElementById(`open-${pointed}`).dispatchEvent(new PointerEvent(type, { bubbles: true }));
                      document.getElementById(`open-${focused}`).focus();
                      document.activeElement.blur();
                    }
                    """,
                    new[] { other, one }
                ),
            answer => answer.Url.Contains($"/tenants/{other}?", StringComparison.Ordinal)
        );

        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task Back_closes_a_dialog_and_Forward_opens_it_again()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");
        await page.Locator($"#open-{console.Ids[0]}").ClickAsync();
        await Assertions.Expect(page.Locator("#command-center")).ToBeVisibleAsync();

        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("#command-center")).ToHaveCountAsync(0);
        await Assertions.Expect(page).ToHaveTitleAsync("Tenants · Owner Console");
        await page.GoForwardAsync();

        await Assertions.Expect(page.Locator("#command-center:modal")).ToHaveCountAsync(1);
        new Uri(page.Url).Query.ShouldContain($"open={console.Ids[0]}");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_suspension_can_be_undone_in_the_open_command_center()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync($"/tenants?open={console.Ids[0]}");

        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend tenant" }).ClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 tenant suspended");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Reactivate" })).ToBeVisibleAsync();
        await page.Locator("#toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("Undone: 1 tenant restored");
        await Assertions.Expect(page.Locator("#command-center").GetByText("Active")).ToBeVisibleAsync();
        (await console.Application.Status(console.Ids[0])).ShouldBe("active");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_typed_message_is_not_lost_by_one_Esc()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync($"/tenants/{console.Ids[8]}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend", Exact = true }).ClickAsync();
        await page.GetByLabel("Message").FillAsync("We miss your payment.");

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByText("Press Esc again")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Message")).ToHaveValueAsync("We miss your payment.");
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.Locator("#preview")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_message_typed_last_is_included_in_the_run()
    {
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync($"/tenants/{console.Ids[7]}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Suspend", Exact = true }).ClickAsync();

        await page.GetByLabel("Message").PressSequentiallyAsync("Please call us.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Suspend tenant" }).ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 tenant suspended");
        var suspensions = await console.Application.Get($"/api/v1/tenants/{console.Ids[7]}/suspensions");
        suspensions.GetProperty("data")[0].GetProperty("message").GetString().ShouldBe("Please call us.");
    }

    [Fact]
    public async Task A_form_that_is_submitted_twice_runs_once()
    {
        await using var window = await console.Open();
        var page = window.Page;
        var (clicked, sent) = (console.Ids[9], console.Ids[10]);

        await page.GotoAsync($"/operations/new?operation=note.add&subject={clicked}&back=/tenants/{clicked}");
        await page.Locator("#in-text").PressSequentiallyAsync("Called.");
        await page.Locator("#preview-confirm").DblClickAsync();
        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 note added");
        await page.GotoAsync($"/operations/new?operation=note.add&subject={sent}&back=/tenants/{sent}");
        await page.Locator("#in-text").PressSequentiallyAsync("Called.");
        // The page's script ignores the second submission. The server must not rely on that, so both are sent without it.
        await page.EvaluateAsync(
            """
            () => {
              const form = document.querySelector("#preview form");
              const send = () => fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
              return Promise.all([send(), send()]).then(() => null);
            }
            """
        );

        (await CountNotes(clicked), await CountNotes(sent)).ShouldBe((1, 1));
    }

    private async Task<int> CountNotes(string tenant) =>
        (await console.Application.Get($"/api/v1/tenants/{tenant}/notes")).GetProperty("data").GetArrayLength();
}
