using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Tenants.Duplicates;

namespace OwnerConsole.Fixtures;

/// <summary>Finds likely duplicates at once instead of within a minute.</summary>
public static class DuplicatePairs
{
    /// <summary>Compares all changed records.</summary>
    public static async Task Scan(TestConsole console)
    {
        var scanner = console.Services.GetRequiredService<DuplicateScanner>();
        bool hasMore;
        do hasMore = await scanner.Scan(CancellationToken.None);
        while (hasMore);
    }

    /// <returns>The ID of the only pair of members of a tenant.</returns>
    public static async Task<string> FindMemberPair(TestConsole console, string tenant)
    {
        await Scan(console);
        await using var work = await console.Database.Read();
        var pairs = await work.List<string>("select pair_id from duplicates.pairs where tenant_id = @tenant and score > 0", new { tenant });
        return pairs.ShouldHaveSingleItem();
    }
}
