using System.Text;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Pure.Signing;

public sealed class Base32Tests
{
    [Theory] // RFC 4648, section 10, without the padding
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Texts_match_the_standard(string bytes, string text) => Base32.Format(Encoding.ASCII.GetBytes(bytes)).ShouldBe(text);
}
