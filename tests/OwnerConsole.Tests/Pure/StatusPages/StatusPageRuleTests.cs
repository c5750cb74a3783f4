using OwnerConsole.Data;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Tests.Pure.StatusPages;

/// <summary>Status of components and maintenance, the state of the page, its color, and networks of visitors.</summary>
public sealed class StatusPageRuleTests
{
    private static readonly DateTimeOffset s_start = new(2026, 12, 1, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, false, null, ComponentStatus.Operational)]
    [InlineData(null, false, ComponentStatus.MajorOutage, ComponentStatus.MajorOutage)]
    [InlineData(null, true, ComponentStatus.MajorOutage, ComponentStatus.UnderMaintenance)]
    [InlineData(ComponentStatus.Operational, true, ComponentStatus.MajorOutage, ComponentStatus.Operational)]
    public void A_status_set_by_hand_comes_before_maintenance_and_the_probe(
        ComponentStatus? byHand,
        bool isUnderMaintenance,
        ComponentStatus? probed,
        ComponentStatus expected
    ) => ComponentRule.StatusOf(byHand, isUnderMaintenance, probed).ShouldBe(expected);

    [Theory]
    [InlineData(-1, NoticeStatus.Scheduled, NoticeStatus.Scheduled)]
    [InlineData(0, NoticeStatus.Scheduled, NoticeStatus.InProgress)]
    [InlineData(59, NoticeStatus.Scheduled, NoticeStatus.InProgress)]
    [InlineData(60, NoticeStatus.Scheduled, NoticeStatus.Completed)]
    [InlineData(-1, NoticeStatus.InProgress, NoticeStatus.InProgress)]
    [InlineData(30, NoticeStatus.Verifying, NoticeStatus.Verifying)]
    [InlineData(61, NoticeStatus.Verifying, NoticeStatus.Completed)]
    [InlineData(-1, NoticeStatus.Completed, NoticeStatus.Completed)]
    public void A_maintenance_starts_and_ends_at_its_times_unless_an_update_was_earlier(int minutes, NoticeStatus posted, NoticeStatus expected) =>
        MaintenanceClock.StatusAt(s_start, s_start.AddHours(1), posted, s_start.AddMinutes(minutes)).ShouldBe(expected);

    [Theory]
    [InlineData(-10, NoticeStatus.Scheduled, -20, -20)]
    [InlineData(30, NoticeStatus.Scheduled, -20, 0)]
    [InlineData(30, NoticeStatus.Scheduled, 20, 20)]
    [InlineData(30, NoticeStatus.InProgress, -5, -5)]
    [InlineData(70, NoticeStatus.InProgress, -5, 60)]
    [InlineData(70, NoticeStatus.Scheduled, -20, 60)]
    [InlineData(70, NoticeStatus.Verifying, 65, 65)]
    [InlineData(70, NoticeStatus.Completed, 40, 40)]
    public void A_maintenance_changes_when_it_starts_or_ends_by_the_clock(int minutes, NoticeStatus posted, int postedAt, int expected) =>
        MaintenanceClock
            .FindChange(s_start, s_start.AddHours(1), posted, s_start.AddMinutes(postedAt), s_start.AddMinutes(minutes))
            .ShouldBe(s_start.AddMinutes(expected));

    [Theory]
    [InlineData("", "", "none")]
    [InlineData("operational under_maintenance", "", "maintenance")]
    [InlineData("degraded_performance under_maintenance", "", "minor")]
    [InlineData("operational", "major", "major")]
    [InlineData("major_outage", "minor", "critical")]
    public void The_page_has_the_worst_state_of_its_components_and_incidents(string components, string impacts, string expected) =>
        PageIndicators.Of(Words<ComponentStatus>(components), Words<NoticeImpact>(impacts)).ToText().ShouldBe(expected);

    [Theory]
    [InlineData(null, "api", "api web", true)]
    [InlineData(null, "", "", true)]
    [InlineData("api", "api web", "api web", true)]
    [InlineData("api", "web", "api web", false)]
    [InlineData("api", "", "api web", true)]
    [InlineData("api", "api", "web", false)]
    [InlineData("api", "", "web", false)]
    [InlineData("", "", "api web", false)]
    public void A_choice_includes_what_is_about_a_chosen_component_that_is_listed(string? chosen, string about, string listed, bool expected) =>
        ComponentChoice.Includes(chosen is null ? null : Split(chosen), Split(about), Split(listed)).ShouldBe(expected);

    [Theory]
    [InlineData("#000000", "#ffffff")]
    [InlineData("#ffffff", "#000000")]
    [InlineData("#2454c7", "#ffffff")]
    [InlineData("#ffcc00", "#000000")]
    public void The_text_on_the_color_is_readable(string accent, string text) => AccentColor.TextOn(accent).ShouldBe(text);

    [Theory]
    [InlineData("#2454c7", true)]
    [InlineData("#2454C7", true)]
    [InlineData("2454c7", false)]
    [InlineData("#2454c", false)]
    [InlineData("#2454cg", false)]
    [InlineData("#fff;}*{", false)]
    [InlineData("", false)]
    public void A_color_has_six_hexadecimal_digits(string text, bool isValid) => AccentColor.IsValid(text).ShouldBe(isValid);

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010db800010002")]
    [InlineData("2001:db8:1:2::1", "20010db800010002")]
    [InlineData("nonsense", "")]
    [InlineData(null, "")]
    public void Addresses_of_one_customer_are_one_network(string? address, string network) => ClientNetwork.Of(address).ShouldBe(network);

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IReadOnlyCollection<T> Words<T>(string text)
        where T : struct, Enum =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Enum.GetValues<T>().Single(value => value.ToText() == word))];

    [Theory]
    [InlineData("tnt_1", "", "", true)]
    [InlineData("tnt_2", "pro", "", true)]
    [InlineData("tnt_2", "", "beta", true)]
    [InlineData("tnt_2", "free", "old", false)]
    public void A_tenant_meets_a_limit_by_its_id_its_plan_or_its_tag(string tenant, string plan, string tag, bool expected)
    {
        var limit = new ComponentLimit("stc_1", "pro", "beta", ["tnt_1"]);

        Viewer(tenant, plan, tag).Meets(limit).ShouldBe(expected);
    }

    [Fact]
    public void A_component_with_two_limits_is_hidden_unless_both_are_met_and_from_the_public_in_any_case()
    {
        ComponentLimit[] limits = [new("stc_1", "pro", null, []), new("stc_1", null, "beta", []), new("stc_2", "pro", null, [])];

        StatusViewer.FindHidden(Viewer("tnt_1", "pro", "beta"), limits).ShouldBeEmpty();
        StatusViewer.FindHidden(Viewer("tnt_1", "pro", ""), limits).ShouldBe(["stc_1"]);
        StatusViewer.FindHidden(viewer: null, limits).ShouldBe(["stc_1", "stc_2"], ignoreOrder: true);
    }

    [Fact]
    public void A_notice_is_seen_if_it_names_no_component_or_one_that_is_not_hidden()
    {
        var hidden = new HashSet<string>(StringComparer.Ordinal) { "stc_1" };

        StatusViewer.Sees([], hidden).ShouldBeTrue();
        StatusViewer.Sees(["stc_1", "stc_2"], hidden).ShouldBeTrue();
        StatusViewer.Sees(["stc_1"], hidden).ShouldBeFalse();
    }

    private static StatusViewer Viewer(string tenant, string plan, string tag) =>
        new(tenant, new HashSet<string>(StringComparer.Ordinal) { plan }, new HashSet<string>(StringComparer.Ordinal) { tag });
}
