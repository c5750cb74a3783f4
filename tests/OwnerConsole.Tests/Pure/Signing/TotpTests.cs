using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Pure.Signing;

public sealed class TotpTests
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
    public void Codes_match_the_standard(long second, string code) => Totp.Code(Key, Totp.Step(DateTimeOffset.FromUnixTimeSeconds(second))).ShouldBe(code);

    [Fact]
    public void A_code_is_accepted_in_its_own_step_and_the_adjacent_steps() =>
        Prop.ForAll<int, int>(
                (start, off) =>
                {
                    var step = 1000 + (long)Math.Abs((double)start);
                    var distance = off % 4;

                    var accepted = Totp.FindStep(Key, Totp.Code(Key, step), step + distance, last: 0);

                    return distance is >= -1 and <= 1 ? accepted == step : accepted is null || Totp.Code(Key, accepted.Value) == Totp.Code(Key, step);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void An_accepted_code_is_not_accepted_again() =>
        Prop.ForAll<int>(start =>
            {
                var step = 1000 + (long)Math.Abs((double)start);

                return Totp.FindStep(Key, Totp.Code(Key, step), step, last: step - 1) == step
                    && Totp.FindStep(Key, Totp.Code(Key, step), step, last: step) != step;
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("abcdef")]
    [InlineData("２８７０８２")]
    public void Malformed_codes_are_refused(string typed) => Totp.FindStep(Key, typed, 1, 0).ShouldBeNull();

    [Fact]
    public void The_provisioning_URI_escapes_names_and_contains_the_key_in_base_32() =>
        Totp.ProvisioningUri("Owner Console", "ann+x@example.org", Key)
            .ShouldBe("otpauth://totp/Owner%20Console:ann%2Bx%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Owner%20Console");
}
