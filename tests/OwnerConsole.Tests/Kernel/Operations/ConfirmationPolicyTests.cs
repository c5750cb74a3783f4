using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Kernel.Operations;

public sealed class ConfirmationPolicyTests
{
    [Fact]
    public void A_larger_impact_never_requires_less_confirmation() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<(PositiveInt Subjects, NonNegativeInt People, NonNegativeInt Money, NonNegativeInt More)>(),
                at =>
                    Enum.GetValues<Reversal>()
                        .All(reversal =>
                        {
                            var less = ConfirmationPolicy.For(at.Subjects.Get, new(at.People.Get, at.Money.Get), reversal);
                            return less <= ConfirmationPolicy.For(at.Subjects.Get + at.More.Get, new(at.People.Get, at.Money.Get), reversal)
                                && less <= ConfirmationPolicy.For(at.Subjects.Get, new(at.People.Get + (at.More.Get * 100L), at.Money.Get), reversal)
                                && less <= ConfirmationPolicy.For(at.Subjects.Get, new(at.People.Get, at.Money.Get + (at.More.Get * 10_000L)), reversal);
                        })
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(26)]
    public void A_less_reversible_operation_never_requires_less_confirmation(int subjects) =>
        Enum.GetValues<Reversal>().Select(reversal => ConfirmationPolicy.For(subjects, default, reversal)).ShouldBeInOrder();

    [Fact]
    public void Restoring_one_subject_takes_one_click() => ConfirmationPolicy.For(1, default, Reversal.Restores).ShouldBe(RequiredConfirmation.Nothing);

    [Fact]
    public void Suspending_25_requires_confirmation_and_26_a_second_person()
    {
        ConfirmationPolicy.For(25, default, Reversal.Compensates).ShouldBe(RequiredConfirmation.Confirm);
        ConfirmationPolicy.For(26, default, Reversal.Compensates).ShouldBe(RequiredConfirmation.SecondPerson);
    }

    [Fact]
    public void A_one_click_operation_requires_no_confirmation_for_one_subject()
    {
        OperationDefinition gives = new("tenant.reset_trial", "Reset trial", "reset") { Reversal = Reversal.Compensates, OneClick = true };

        ConfirmationPolicy.For(1, default, gives).ShouldBe(RequiredConfirmation.Nothing);
        ConfirmationPolicy.For(2, default, gives).ShouldBe(RequiredConfirmation.Confirm);
        ConfirmationPolicy.For(26, default, gives).ShouldBe(RequiredConfirmation.SecondPerson);
        ConfirmationPolicy.For(1, default, gives with { Reversal = Reversal.Never }).ShouldBe(RequiredConfirmation.StepUp);
    }
}
