using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tests.Pure.Texts;

public sealed class WordDistanceTests
{
    [Theory]
    [InlineData("invoice", "invoice", 0)]
    [InlineData("inovice", "invoice", 1)]
    [InlineData("pasword", "password", 1)]
    [InlineData("webhoook", "webhook", 1)]
    [InlineData("bakcpu", "backup", 2)]
    [InlineData("ca", "abc", 3)]
    [InlineData("tenant", "coupon", 3)]
    [InlineData("", "ab", 2)]
    public void Mistakes_are_counted_up_to_one_more_than_the_limit(string one, string other, int mistakes) =>
        WordDistance.Of(one, other, max: 2).ShouldBe(mistakes);

    [Fact]
    public void The_order_of_the_words_does_not_matter_and_a_limit_only_cuts_off() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<(NonNull<string> One, NonNull<string> Other, NonNegativeInt Max)>(),
                words =>
                {
                    var distance = WordDistance.Of(words.One.Get, words.Other.Get, 1_000);
                    return distance == WordDistance.Of(words.Other.Get, words.One.Get, 1_000)
                        && Math.Min(distance, words.Max.Get + 1) == WordDistance.Of(words.One.Get, words.Other.Get, words.Max.Get);
                }
            )
            .QuickCheckThrowOnFailure();
}
