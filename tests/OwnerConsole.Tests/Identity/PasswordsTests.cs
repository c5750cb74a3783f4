using OwnerConsole.Identity;

namespace OwnerConsole.Tests.Identity;

public sealed class PasswordsTests
{
    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("Tr0ub4dor&3-and-more")]
    [InlineData("ein recht langer Satz über Möwen und den Wind am Hafen, den niemand errät, weil er nirgends steht")]
    [InlineData("日本語の長い合言葉を使う")]
    public void Long_uncommon_passwords_are_accepted(string password) => Passwords.Validate(password, "ann@example.org", "Ann Owner").ShouldBeNull();

    [Theory]
    [InlineData("short")]
    [InlineData("password1234")]
    [InlineData("P@ssw0rd2026!")]
    [InlineData("qwertyuiop12")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("123456789012")]
    [InlineData("ann@example.org")]
    [InlineData("AnnOwner2026!")]
    [InlineData("letmeinletmein")]
    public void Commonly_guessed_passwords_are_refused(string password) => Passwords.Validate(password, "ann@example.org", "Ann Owner").ShouldNotBeNull();

    [Fact]
    public void A_hash_verifies_only_its_own_password_and_a_missing_hash_none()
    {
        var hash = Passwords.Hash("correct horse battery staple");

        Passwords.Verify(hash, "correct horse battery staple").ShouldBeTrue();
        Passwords.Verify(hash, "correct horse battery stapler").ShouldBeFalse();
        Passwords.Verify(null, "nobody's password").ShouldBeFalse();
    }
}
