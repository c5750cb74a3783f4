using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Preferences that members choose themselves or that the application reports.</summary>
public sealed class MemberPreferences(Database database)
{
    /// <summary>Purpose of a consent that is about all marketing topics, as in the function <c>preferences.exclusion</c>.</summary>
    private const string Marketing = "marketing";

    /// <returns>The opt-outs of the person, whichever of their records is named; null when the member doesn't exist or is anonymised.</returns>
    internal async Task<IReadOnlyList<OptOut>?> Find(string tenantId, string memberId, CancellationToken stop)
    {
        await using var work = await database.ReadTenants([tenantId], stop);
        return await MemberRecords.FindMainUnlessAnonymised(tenantId, memberId, work) is { } person ? await OptOutRows.Of(tenantId, person, work) : null;
    }

    /// <param name="topics">Topics to choose from, without required ones.</param>
    /// <returns>
    /// The opt-outs of <see cref="Find"/>, and keys of the topics that aren't sent because the person has withdrawn consent; null when the member doesn't exist or is
    /// anonymised.
    /// </returns>
    internal async Task<(IReadOnlyList<OptOut> OptOuts, IReadOnlyList<string> WithdrawnTopics)?> FindWithConsents(
        string tenantId,
        string memberId,
        IEnumerable<MessageTopic> topics,
        CancellationToken stop
    )
    {
        await using var work = await database.ReadTenants([tenantId], stop);
        if (await MemberRecords.FindMainUnlessAnonymised(tenantId, memberId, work) is not { } person)
            return null;
        var purposes = (await ConsentRows.List(tenantId, person, work))
            .Where(consent => consent is { IsCurrent: true, State: ConsentState.Withdrawn })
            .Select(consent => consent.Purpose)
            .ToHashSet(StringComparer.Ordinal);
        var withdrawn = topics.Where(topic => purposes.Contains(topic.Key) || (topic.IsMarketing && purposes.Contains(Marketing))).Select(topic => topic.Key);
        return (await OptOutRows.Of(tenantId, person, work), withdrawn.ToList());
    }

    /// <summary>Changes the opt-outs of a person.</summary>
    /// <param name="change">Returns the new opt-outs from the current ones.</param>
    /// <param name="by">API key, or <see cref="OptOutRows.Member"/>.</param>
    /// <returns>The new opt-outs; null when the member doesn't exist or is anonymised.</returns>
    internal async Task<IReadOnlyList<OptOut>?> Change(
        string tenantId,
        string memberId,
        Func<IReadOnlyList<OptOut>, IEnumerable<OptOut>> change,
        string by,
        CancellationToken stop
    )
    {
        database.DiskSpaceGuard.ThrowIfFull();
        await using var work = await database.Write(WriteOrigin.Intake("preferences.report"), [tenantId], stop);
        if (await MemberRecords.FindMainUnlessAnonymised(tenantId, memberId, work) is not { } person)
            return null;
        // One change at a time per member, so that two changes of the same topic don't both apply.
        await work.Execute("select from core.members where tenant_id = @tenantId and member_id = @person for no key update", new { tenantId, person });
        var wanted = OptOut.Normalize(change(await OptOutRows.Of(tenantId, person, work)));
        await OptOutRows.Replace([tenantId], [person], wanted, by, work);
        await work.Commit();
        return wanted;
    }
}
