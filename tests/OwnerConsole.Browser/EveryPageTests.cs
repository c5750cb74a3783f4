using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>What holds for every page, in every theme, on a desk and on a phone.</summary>
public sealed class EveryPageTests(EveryPageTests.Windows console) : IClassFixture<EveryPageTests.Windows>
{
    [Theory]
    [InlineData("/overview")]
    [InlineData("/overview?hot=sessions")]
    [InlineData("/explore")]
    [InlineData("/explore?metric=tenants.opened&range=12m")]
    [InlineData("/explore?metric=tenants.total&by=country")]
    [InlineData("/webhooks/in")]
    [InlineData("/tenants")]
    [InlineData("/tenants?q=nobody+is+called+this")]
    [InlineData("/tenants?open={id}")]
    [InlineData("/tenants?open={id}&tab=members")]
    [InlineData("/tenants/{id}")]
    [InlineData("/tenants/{id}/members")]
    [InlineData("/tenants/{id}/usage")]
    [InlineData("/tenants?open={id}&tab=usage")]
    [InlineData("/explore?metric=sessions.time&tenant={id}")]
    [InlineData("/tenants/{id}/timeline")]
    [InlineData("/tenants/{id}/time-report")]
    [InlineData("/tenants/{id}/time-report?from=2026-02-01&to=2026-01-01&back=/tenants")]
    [InlineData("/find?q=sus+acorn")]
    [InlineData("/find?q=nothing+is+called+this")]
    [InlineData("/members")]
    [InlineData("/members?q=nobody+is+called+this")]
    [InlineData("/members/{member}")]
    [InlineData("/operations/new?operation=tenant.suspend&subject={id}&back=/tenants")]
    [InlineData("/operations/new?operation=tenant.reactivate&subject={id}&back=/tenants")]
    [InlineData("/operations")]
    [InlineData("/audit")]
    [InlineData("/audit?until=3&time=custom&actor=system&actor=nobody")]
    [InlineData("/audit?q=nobody+is+called+this")]
    [InlineData("/audit?subject={id}&tenant={id}&kind=intake&time=week")]
    [InlineData("/webhooks/out")]
    [InlineData("/work")]
    [InlineData("/ops/backups")]
    [InlineData("/operations/new?operation=plan.create&subject=tnt_platform&back=/settings/plans")]
    [InlineData("/operations/new?operation=tenant.change_plan&subject={id}&back=/tenants")]
    [InlineData("/operations/new?operation=tenant.grant&subject={id}&back=/tenants")]
    [InlineData("/operations/new?operation=tenant.extend_trial&subject={id}&back=/tenants")]
    [InlineData("/settings/mail")]
    [InlineData("/settings/templates")]
    [InlineData("/settings/templates/sign_in.new_device")]
    [InlineData("/letters")]
    [InlineData("/letters?state=bounced")]
    [InlineData("/operations/new?operation=saved_view.save&subject=tnt_platform&list=/audit&query=%3Fkind%3Drun&back=/audit")]
    [InlineData("/settings/plans")]
    [InlineData("/revenue")]
    [InlineData("/revenue/ledger")]
    [InlineData("/revenue/ledger?q=nobody+sold+this&kind=purchase")]
    [InlineData("/operations/new?operation=month.close&subject=tnt_platform&month=2026-01-01&back=/revenue")]
    [InlineData("/settings/numbers")]
    [InlineData("/operations/new?operation=meter.declare&subject=tnt_platform&back=/settings/numbers")]
    [InlineData("/settings")]
    [InlineData("/settings?q=nothing+is+called+this")]
    [InlineData("/operations/new?operation=setting.change&subject=tnt_platform&key=reporting.zone&value=Europe/Berlin&back=/settings")]
    [InlineData("/settings/account")]
    [InlineData("/settings/keys")]
    public async Task A_page_is_clean_in_every_theme_and_width(string address)
    {
        foreach (var width in new[] { 1440, 390 })
        {
            var window = await console.Kept(width);
            await window.Page.GotoAsync(
                address.Replace("{id}", console.Ids[0], StringComparison.Ordinal).Replace("{member}", console.Member, StringComparison.Ordinal)
            );
            await Inspection.Look(window.Page, $"{address} {width}");
            window.ShouldHaveNoComplaints();
        }
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so_in_the_same_clothes()
    {
        await using var window = await console.Open();

        var answer = await window.Page.GotoAsync("/tenants/tnt_00000000000000000000000000");

        answer!.Status.ShouldBe(404);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Nothing here");
        await Inspection.Look(window.Page, "404");
    }

    /// <summary>One window of each width for all pages: a new one reads every script and style anew, which takes longer than to look.</summary>
    public sealed class Windows : OwnedConsole
    {
        private readonly Dictionary<int, Window> _kept = [];

        public async Task<Window> Kept(int width) => _kept.TryGetValue(width, out var window) ? window : _kept[width] = await Open(width);
    }
}
