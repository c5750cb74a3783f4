using System.Security.Cryptography;
using System.Text;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Tests.Identity;

public sealed class EncryptionKeyTests
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("what nobody may read");
    private readonly EncryptionKey _key = new(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void A_secret_decrypts_only_for_its_own_kind_and_owner()
    {
        var box = _key.Encrypt("totp", "usr_1", Secret);

        _key.Decrypt("totp", "usr_1", box).ShouldBe(Secret);
        Should.Throw<SecretException>(() => _key.Decrypt("totp", "usr_2", box));
        Should.Throw<SecretException>(() => _key.Decrypt("webhook", "usr_1", box));
    }

    [Fact]
    public void Encrypting_the_same_secret_twice_gives_different_results() =>
        _key.Encrypt("totp", "usr_1", Secret).ShouldNotBe(_key.Encrypt("totp", "usr_1", Secret));

    [Fact]
    public void A_change_of_any_byte_is_detected()
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
    public void A_ciphertext_that_is_too_short_is_refused(int length) => Should.Throw<SecretException>(() => _key.Decrypt("totp", "usr_1", new byte[length]));

    [Fact]
    public void Decrypting_with_a_different_key_reports_it()
    {
        var box = _key.Encrypt("totp", "usr_1", Secret);

        var thrown = Should.Throw<SecretException>(() => new EncryptionKey(RandomNumberGenerator.GetBytes(32)).Decrypt("totp", "usr_1", box));

        thrown.Message.ShouldContain("a different key");
    }

    [Fact]
    public void An_ambiguous_kind_is_refused() => Should.Throw<ArgumentException>(() => _key.Encrypt("totp.usr_1", "x", Secret));
}
