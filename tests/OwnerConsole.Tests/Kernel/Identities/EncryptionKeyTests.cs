using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Tests.Kernel.Identities;

public sealed class EncryptionKeyTests
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("what nobody may read");
    private readonly EncryptionKey _key = new(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void What_was_sealed_opens_for_the_same_kind_and_owner_only()
    {
        var box = _key.Encrypt("totp", "usr_1", Secret);

        _key.Decrypt("totp", "usr_1", box).ShouldBe(Secret);
        Should.Throw<SecretException>(() => _key.Decrypt("totp", "usr_2", box));
        Should.Throw<SecretException>(() => _key.Decrypt("webhook", "usr_1", box));
    }

    [Fact]
    public void The_same_secret_looks_different_each_time() => _key.Encrypt("totp", "usr_1", Secret).ShouldNotBe(_key.Encrypt("totp", "usr_1", Secret));

    [Fact]
    public void A_change_of_any_byte_is_noticed()
    {
        var box = _key.Encrypt("totp", "usr_1", Secret);
        for (var at = 0; at < box.Length; at++)
        {
            var changed = box.ToArray();
            changed[at] ^= 1;
            Should.Throw<SecretException>(() => _key.Decrypt("totp", "usr_1", changed), $"byte {at}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public void What_is_too_short_to_be_sealed_does_not_open(int length) =>
        Should.Throw<SecretException>(() => _key.Decrypt("totp", "usr_1", new byte[length]));

    [Fact]
    public void Another_key_says_so()
    {
        var box = _key.Encrypt("totp", "usr_1", Secret);

        var thrown = Should.Throw<SecretException>(() => new EncryptionKey(RandomNumberGenerator.GetBytes(32)).Decrypt("totp", "usr_1", box));

        thrown.Message.ShouldContain("a different key");
    }

    [Fact]
    public void A_kind_that_could_be_mistaken_for_another_is_refused() => Should.Throw<ArgumentException>(() => _key.Encrypt("totp.usr_1", "x", Secret));
}
