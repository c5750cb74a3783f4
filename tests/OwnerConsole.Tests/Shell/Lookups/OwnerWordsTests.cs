using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Shell.Lookups;

namespace OwnerConsole.Tests.Shell.Lookups;

/// <summary>The words that owners type lead to the page, setting, metric or action that they mean.</summary>
[NotPooled("Searches a list in memory.")]
public sealed class OwnerWordsTests(FindTests.KnownConsole console) : IClassFixture<FindTests.KnownConsole>
{
    public static TheoryData<string, string, string> Words => new(OwnerWords.All.Select(word => (word.Typed, word.Label, word.Title)));

    [Theory]
    [MemberData(nameof(Words))]
    public async Task A_word_of_an_owner_finds_what_they_mean_first_or_second(string typed, string label, string title)
    {
        await console.Owner.Get($"/find/found?q={Uri.EscapeDataString(typed)}");

        var results = JsonSerializer.Deserialize<JsonElement>(console.Owner.Page).GetProperty("results").EnumerateArray().Take(2);
        results.Select(result => $"{result.GetProperty("title")} ({result.GetProperty("label")})").ShouldContain($"{title} ({label})");
    }

    [Fact]
    [Slow(11, "Lookups")]
    public async Task Every_page_setting_metric_and_action_is_found_first_or_second_by_its_title()
    {
        var search = console.Services.GetRequiredService<LookupSearch>();
        var caller = new Caller("usr_owner", CallerKind.Person, ["*"]);
        var known = (await search.Known(caller, "/", CancellationToken.None)).Where(result => result.Kind != HelpIndex.Kind).ToList();

        foreach (var result in known)
            (await search.Find(caller, LookupQuery.Of(result.Title), "/", CancellationToken.None))
                .Results.Take(2)
                .Select(found => found.Key)
                .ShouldContain(result.Key, result.Title);

        known.Select(result => result.Kind).Distinct().ShouldBe(["page", "command", "setting", "metric"], ignoreOrder: true);
        known.Count.ShouldBeGreaterThan(150);
    }

    [Theory]
    [InlineData("schools")]
    [InlineData("tenants")]
    [InlineData("customers")]
    public async Task The_owners_own_words_and_those_of_the_console_find_the_same(string typed)
    {
        PlatformWords.SetCurrent(new(Tenant: "school", Tenants: "schools"));
        var search = console.Services.GetRequiredService<LookupSearch>();

        var answer = await search.Find(new("usr_owner", CallerKind.Person, ["*"]), LookupQuery.Of(typed), "/", CancellationToken.None);

        answer.Results.Take(2).Select(result => result.Key).ShouldContain("/tenants");
    }
}
