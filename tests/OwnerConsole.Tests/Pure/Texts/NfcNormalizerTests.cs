using System.Text;
using OwnerConsole.Fixtures;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tests.Pure.Texts;

/// <summary>Results are compared with PostgreSQL's own implementation of NFC.</summary>
public sealed class NfcNormalizerTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Every_character_is_composed_as_in_PostgreSQL()
    {
        await using var work = await console.Database.Read();
        var letters = await work.List<CharacterRow>(
            """
            select n, v.text, normalize(v.text, nfc) as composed
              from generate_series(1, 1114111) n
             cross join lateral (values (chr(n)), (normalize(chr(n), nfd))) v(text)
             where n not between 55296 and 57343 and (v.text <> chr(n) or v.text <> normalize(v.text, nfc))
            """
        );

        letters.Count.ShouldBeGreaterThan(13_000);
        letters.Where(letter => NfcNormalizer.Normalize(letter.Text) != letter.Composed).Select(letter => $"{letter.N:X}").ShouldBeEmpty();
    }

    [Fact]
    public async Task Sequences_of_combining_marks_are_composed_as_in_PostgreSQL()
    {
        var chance = new Random(7);
        int[] some =
        [
            0x41,
            0x65,
            0xE9,
            0x212B,
            0x1100,
            0x1161,
            0x11A8,
            0xAC00,
            0x3B1,
            0x9C7,
            0x9BE,
            0x915,
            0x93C,
            0x300,
            0x301,
            0x308,
            0x323,
            0x327,
            0x345,
            0x338,
            0x5B0,
            0x1D157,
            0x1D165,
            0x1F600,
        ];
        var texts = Enumerable
            .Range(0, 20_000)
            .Select(_ => string.Concat(Enumerable.Range(0, chance.Next(1, 9)).Select(_ => new Rune(some[chance.Next(some.Length)]))))
            .ToArray();
        await using var work = await console.Database.Read();

        var composed = await work.List<string>("select normalize(t, nfc) from unnest(@texts) with ordinality u(t, n) order by n", new { texts });

        texts.Select(NfcNormalizer.Normalize).ShouldBe(composed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Acme, Zürich")]
    [InlineData("\ud800 half")]
    public void Composed_and_invalid_text_is_unchanged(string text) => NfcNormalizer.Normalize(text).ShouldBe(text);

    internal sealed record CharacterRow(int N, string Text, string Composed);
}
