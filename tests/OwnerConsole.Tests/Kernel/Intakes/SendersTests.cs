using System.Net;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Kernel.Intakes;

public sealed class SendersTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task History_and_news_of_one_sender_come_at_the_same_time()
    {
        var app = await Application.Connect(console);
        var tenant = await app.Tenant("studio-" + Guid.CreateVersion7());
        object Some() => Reports.Event(tenant, "activity");
        Task<Reports.Answer> Many(string query) => app.Report(query, [.. Enumerable.Range(0, 200).Select(_ => Some())]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(place => Many(place % 2 == 0 ? "" : "?backfill=true")));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted);
        await using var work = await console.Database.Read();
        (await work.One<long>("select count(*) from core.events where tenant_id = @tenant", new { tenant })).ShouldBe(24 * 200);
        (await work.One<long>("select sum(n)::bigint from core.intake_counts where outcome = 'accepted'")).ShouldBe(24 * 200);
    }
}
