using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OtpNet;
using OwnerConsole.Identity;

namespace OwnerConsole.Tests.Identity;

public sealed class SecondFactorTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA-1. Its codes have eight digits; ours are the last six.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_match_the_standard(long second, string code) =>
        SecondFactor.FindStep(Key, code, DateTimeOffset.FromUnixTimeSeconds(second), last: 0).ShouldBe(second / 30);

    [Fact]
    public void A_code_is_accepted_in_its_own_step_and_the_adjacent_steps() =>
        Prop.ForAll<int, int>(
                (start, off) =>
                {
                    var step = 1000 + (long)Math.Abs((double)start);
                    var distance = off % 4;

                    var accepted = SecondFactor.FindStep(Key, Code(step), At(step + distance), last: 0);

                    return distance is >= -1 and <= 1 ? accepted == step : accepted is null || Code(accepted.Value) == Code(step);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void An_accepted_code_is_not_accepted_again() =>
        Prop.ForAll<int>(start =>
            {
                var step = 1000 + (long)Math.Abs((double)start);

                return SecondFactor.FindStep(Key, Code(step), At(step), last: step - 1) == step
                    && SecondFactor.FindStep(Key, Code(step), At(step), last: step) is null;
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("abcdef")]
    [InlineData("２８７０８２")]
    public void Malformed_codes_are_refused(string typed) => SecondFactor.FindStep(Key, typed, At(1), last: 0).ShouldBeNull();

    private static string Code(long step) => new Totp(Key).ComputeTotp(At(step).UtcDateTime);

    private static DateTimeOffset At(long step) => DateTimeOffset.FromUnixTimeSeconds(step * 30);
}
