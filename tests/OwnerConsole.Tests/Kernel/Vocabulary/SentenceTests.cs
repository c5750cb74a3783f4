using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tests.Kernel.Vocabulary;

public sealed class SentenceTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Names_are_inserted_on_display_and_not_stored()
    {
        var app = await TestApplication.Connect(console);
        var id = await app.Tenant("words-1", "Mira's Studio");
        var sentence = Sentence.Say($"{new EntityReference(id)} has {1234} people and {Reversal.UntilSent} braces {{}}.");

        var stored = sentence.ToJson();
        await using var work = await console.Database.Read();
        var names = await SentenceRenderer.For([sentence], work);

        stored.ShouldNotContain("Mira");
        names.Text(Sentence.Of(stored)).ShouldBe("Mira's Studio has 1,234 people and until sent braces {}.");
        names.Pieces(sentence)[0].ShouldBe(("Mira's Studio", true));
    }

    [Fact]
    public void Numbers_use_the_singular_or_plural_term()
    {
        string Said(int number) =>
            new SentenceRenderer().Text(Sentence.Say($"{number:demo tenant} with {number:person|people}, {number:delivery}, {number:day}."));

        Said(1).ShouldBe("1 demo tenant with 1 person, 1 delivery, 1 day.");
        Said(0).ShouldBe("0 demo tenants with 0 people, 0 deliveries, 0 days.");
        Said(2_000).ShouldBe("2,000 demo tenants with 2,000 people, 2,000 deliveries, 2,000 days.");
    }

    [Fact]
    public void A_deleted_name_is_shown_as_its_type_and_ID_suffix() => new SentenceRenderer().Name("tnt_01h455vb4pex5vsknk084sn02q").ShouldBe("Tenant n02q");
}
