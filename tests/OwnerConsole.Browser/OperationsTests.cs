using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Undo is a place: what was done stands on a page with its Undo, also after the toast is gone.</summary>
public sealed class OperationsTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_an_application_did_is_taken_back_by_the_owner_from_the_page(bool script)
    {
        var tenant = console.Ids[script ? 10 : 11];
        await console.Application.Post($"/api/v1/tenants/{tenant}/suspend", new { cause = "billing" });
        await using var window = await console.Open(script: script);

        await window.Page.GotoAsync("/operations");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Undo: 1 tenant suspended" }).First.ClickAsync();

        await Assertions.Expect(window.Page.Locator(".toast")).ToHaveTextAsync("Undone: 1 tenant as before");
        await Assertions.Expect(window.Page.Locator("tbody tr").First).ToContainTextAsync("Undone: 1 tenant as before");
        (await console.Application.Status(tenant)).ShouldBe("active");
        window.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task What_was_done_looks_right_on_a_desk_and_on_a_phone()
    {
        await console.Application.Post($"/api/v1/tenants/{console.Ids[12]}/suspend", new { });

        foreach (var width in new[] { 1440, 390 })
        {
            await using var window = await console.Open(width);
            await window.Page.GotoAsync("/operations");
            await Inspection.Look(window.Page, $"/operations {width}");
        }
    }
}
