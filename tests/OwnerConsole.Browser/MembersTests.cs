using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

public sealed class MembersTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Theory]
    [InlineData("/tenants/{id}/members")]
    [InlineData("/tenants?open={id}&tab=members")]
    public async Task The_head_of_the_list_lies_above_its_first_row(string address)
    {
        await using var window = await console.Open();

        await window.Page.GotoAsync(address.Replace("{id}", console.Ids[0], StringComparison.Ordinal));
        var list = window.Page.Locator("#command-center .tbl");
        var head = await list.Locator("thead th").First.BoundingBoxAsync();
        var row = await list.Locator("tbody tr").First.BoundingBoxAsync();

        (head!.Y + head.Height).ShouldBeLessThanOrEqualTo(row!.Y + 1);
    }
}
