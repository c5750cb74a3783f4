using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Kernel.Operations;

public sealed class ConfirmationPolicyTests
{
    [Fact]
    public void More_at_stake_never_asks_for_less() =>
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
    public void What_can_less_be_taken_back_never_asks_for_less(int subjects) =>
        Enum.GetValues<Reversal>().Select(reversal => ConfirmationPolicy.For(subjects, default, reversal)).ShouldBeInOrder();

    [Fact]
    public void One_click_is_enough_for_one_that_restores() => ConfirmationPolicy.For(1, default, Reversal.Restores).ShouldBe(RequiredConfirmation.Nothing);

    [Fact]
    public void Suspending_25_asks_to_confirm_and_26_a_second_person()
    {
        ConfirmationPolicy.For(25, default, Reversal.Compensates).ShouldBe(RequiredConfirmation.Confirm);
        ConfirmationPolicy.For(26, default, Reversal.Compensates).ShouldBe(RequiredConfirmation.SecondPerson);
    }

    [Fact]
    public void What_only_gives_asks_nothing_for_one_though_the_application_is_told()
    {
        OperationDefinition gives = new("tenant.reset_trial", "Reset trial", "reset") { Reversal = Reversal.Compensates, OneClick = true };

        ConfirmationPolicy.For(1, default, gives).ShouldBe(RequiredConfirmation.Nothing);
        ConfirmationPolicy.For(2, default, gives).ShouldBe(RequiredConfirmation.Confirm);
        ConfirmationPolicy.For(26, default, gives).ShouldBe(RequiredConfirmation.SecondPerson);
        ConfirmationPolicy.For(1, default, gives with { Reversal = Reversal.Never }).ShouldBe(RequiredConfirmation.StepUp);
    }
}
