using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tests.Pure.Texts;

public sealed class PastedValuesTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(" \r\n, ;\t", "")]
    [InlineData("a\nb\r\nc", "a|b|c")]
    [InlineData("b, a;\tc", "b|a|c")]
    [InlineData("a1\nA1, a1", "a1|A1")]
    [InlineData("\"mbr_1\", <ada@example.org>, '#U123456789'", "mbr_1|ada@example.org|#U123456789")]
    public void Values_are_read_in_order_and_once(string? text, string expected)
    {
        string.Join('|', PastedValues.Split(text)).ShouldBe(expected);
    }
}
