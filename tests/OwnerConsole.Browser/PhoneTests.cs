using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

public sealed class PhoneTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    [Fact]
    public async Task The_open_page_of_a_section_is_in_view_however_many_stand_before_it()
    {
        await using var phone = await console.Open(width: 390);

        await phone.Page.GotoAsync("/settings/templates");

        await Assertions.Expect(phone.Page.Locator(".sub-m [aria-current]")).ToBeInViewportAsync(new() { Ratio = 1 });
        phone.ShouldHaveNoComplaints();
    }
}
