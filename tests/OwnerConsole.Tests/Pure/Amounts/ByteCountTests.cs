using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tests.Pure.Amounts;

public sealed class ByteCountTests
{
    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(9_940, "9.9 kB")]
    [InlineData(9_950, "10 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.0 MB")]
    [InlineData(12_345_678_901, "12 GB")]
    [InlineData(long.MaxValue, "9223 PB")]
    public void Sizes_are_shown_with_at_least_two_digits(long bytes, string text) => ByteCount.Text(bytes).ShouldBe(text);

    [Fact]
    public void Negative_sizes_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => ByteCount.Text(-1));
}
