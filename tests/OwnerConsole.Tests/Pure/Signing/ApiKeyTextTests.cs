using FsCheck;
using FsCheck.Fluent;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Pure.Signing;

public sealed class ApiKeyTextTests
{
    [Fact]
    public void A_key_has_the_documented_format() =>
        ApiKeyText.Create(isLive: true, new byte[ApiKeyText.RandomLength]).ToString().ShouldMatch("^oc_live_0{8}_0{32}_[0-9A-Za-z]{6}$");

    [Fact]
    public void The_checksum_is_a_standard_CRC32() => // python: zlib.crc32(b"oc_test_00000000_" + b"0" * 32) in base 62
        ApiKeyText.Create(isLive: false, new byte[ApiKeyText.RandomLength]).ToString()[^6..].ShouldBe("3iwSmi");

    [Fact]
    public void Every_created_key_is_parsed_back() =>
        Prop.ForAll(
                Random(),
                Gen.Elements(true, false).ToArbitrary(),
                (random, isLive) =>
                {
                    var key = ApiKeyText.Create(isLive, random);

                    return ApiKeyText.Parse(key.ToString()) == key;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_key_with_one_mistyped_character_is_refused() =>
        Prop.ForAll(
                Random(),
                Gen.Choose(0, 55).ToArbitrary(),
                (random, at) =>
                {
                    var text = ApiKeyText.Create(isLive: true, random).ToString();
                    var mistyped = text[..at] + (text[at] == 'x' ? 'y' : 'x') + text[(at + 1)..];

                    return ApiKeyText.Parse(mistyped) is null;
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("oc_live_")]
    [InlineData("oc_live_________")]
    [InlineData("sk_live_00000000_00000000000000000000000000000000_000000")]
    public void Malformed_keys_are_refused(string? text) => ApiKeyText.Parse(text).ShouldBeNull();

    [Fact]
    public void Too_few_random_bytes_are_refused() => Should.Throw<ArgumentException>(() => ApiKeyText.Create(isLive: true, new byte[16]));

    private static Arbitrary<byte[]> Random() => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(ApiKeyText.RandomLength).ToArbitrary();
}
