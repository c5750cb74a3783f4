using System.Text.Json;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Shell.Operations;

namespace OwnerConsole.Tests.Shell.Operations;

/// <summary>What a dialog says about its effect before anything happens.</summary>
public sealed class PreviewImpactTests
{
    private static readonly OperationDefinition s_suspend = new("tenant.suspend", "Suspend tenant", "suspended")
    {
        PeopleEffect = new("loses access", "lose access"),
        IsHarmful = true,
    };

    [Theory]
    [InlineData(60, 60, "60 tenants")]
    [InlineData(133, 200, "133 of 200 tenants")]
    [InlineData(0, 1, "0 of 1 tenant")]
    public void The_count_names_skipped_subjects(int accepted, int total, string said) => PreviewImpact.Count(accepted, total, "tenant").ShouldBe(said);

    [Fact]
    public void The_effect_names_people_and_revenue()
    {
        PreviewImpact.Effect(Preview(133, 200, 2_386), s_suspend, new(994_000, "USD")).ShouldBe("2,386 users lose access · 9,940.00 USD MRR affected");
        PreviewImpact.Effect(Preview(1, 1, 1), s_suspend, null).ShouldBe("1 user loses access");
        PreviewImpact.Effect(Preview(1, 1, 0), s_suspend, new(0, "USD")).ShouldBeNull();
    }

    [Fact]
    public void A_preview_that_would_do_nothing_names_the_most_frequent_reason()
    {
        PreviewImpact.Obstacle(Preview(1, 2, 0)).ShouldBeNull();
        PreviewImpact.Obstacle(Preview(0, 1, 0, "no_trial")).ShouldBe("Reason 8.");
        PreviewImpact.Obstacle(Preview(0, 3, 0, "cancelled", "suspended", "suspended")).ShouldBe("0 of 3: Reason 9.");
    }

    [Fact]
    public void The_button_is_red_only_if_someone_loses_something()
    {
        PreviewImpact.ButtonClass(s_suspend).ShouldContain("danger");
        PreviewImpact.ButtonClass(new("plan.retire", "Retire plan", "retired") { Group = ActionGroup.Danger }).ShouldContain("danger");
        PreviewImpact.ButtonClass(new("webhook_endpoint.enable", "Enable endpoint", "enabled") { NotRestoredByUndo = "Sent events." }).ShouldContain("primary");
    }

    private static Preview Preview(int accepted, int total, long people, params string[] codes) =>
        new("prv_1", "tenant.suspend", 1, "usr_1", default(JsonElement), RequiredConfirmation.Confirm, total, accepted, people, 0, [], default, default)
        {
            Names = new(),
            Subjects =
            [
                .. codes.Select(
                    (code, place) =>
                        new PreviewSubject($"tnt_{place}", $"tnt_{place}", place, 1, code, Sentence.Say($"Reason {code.Length}.").ToJson(), "[]", null)
                ),
            ],
        };
}
