using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Privacy requests that members send in the portal. The application has signed the member in, so their identity is verified.</summary>
internal sealed class PortalPrivacyRequests(Database database, IdGenerator ids, LogWriter logbook, PrivacyContacts contacts)
{
    /// <summary>Requests that the page shows.</summary>
    private const int MaxShown = 20;

    /// <returns>The requests that a member sent in the portal, newest first.</returns>
    public async Task<IReadOnlyList<PrivacyRequestView>> List(string tenantId, string memberId, CancellationToken stop)
    {
        await using var work = await database.ReadTenants([tenantId, IdGenerator.Platform], stop);
        var today = await PrivacyRequestFacts.FindToday(work);
        var sent = await PrivacyRequest.ListSent(await MemberRecords.FindMain(tenantId, memberId, work), MaxShown, work);
        return [.. sent.Select(request => PrivacyRequestView.Of(request, today))];
    }

    /// <returns>Whether the tenant belongs to test data, whose requests aren't processed. A tenant never changes its mode.</returns>
    public async Task<bool> IsTest(string tenantId, CancellationToken stop)
    {
        await using var work = await database.ReadTenants([tenantId], stop);
        return await Modes.Of(tenantId, work) is Mode.Test;
    }

    /// <summary>Records a request with the identity of the member.</summary>
    /// <param name="note">Message of the member; null without one.</param>
    /// <returns>False if the member has an open request of this kind.</returns>
    /// <exception cref="Problem">404: the member doesn't exist or is anonymised.</exception>
    public Task<bool> Add(string tenantId, string memberId, PrivacyLaw law, PrivacyRequestKind kind, string? note, CancellationToken stop)
    {
        database.DiskSpaceGuard.ThrowIfFull();
        return TransientErrors.Retry(() => Write(tenantId, memberId, law, kind, note, stop), stop);
    }

    private async Task<bool> Write(string tenantId, string memberId, PrivacyLaw law, PrivacyRequestKind kind, string? note, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("privacy_request.portal"), [tenantId, IdGenerator.Platform], stop);
        var person = await MemberRecords.FindMain(tenantId, memberId, work);
        // One request at a time per member, so that a form that is sent twice is recorded once.
        if (!await MemberRows.LockUnlessAnonymised(tenantId, person, work))
            throw Problem.NotFound("member", memberId);
        if (await PrivacyRequest.HasOpen(person, kind, work))
            return false;
        var (id, today) = (ids.New(PrivacyRequest.Prefix), await PrivacyRequestFacts.FindToday(work));
        await PrivacyRequestRows.Open(id, new(kind, law, Source: PrivacySource.Portal), new([person], null, null, null), today, work, person);
        await PrivacyRequestRows.Reach([id], PrivacyRequestStatus.Verified, note: null, runs: [], work, person);
        await PrivacyRequestRows.AddIdentity([id], IdentityMethod.SignedIn, note: null, work, person);
        if (await PrivacyContacts.FindMember(tenantId, person, work) is { } contact)
            await contacts.Add(id, contact, work);
        if (note is not null)
            await PrivacyRequestRows.AddNote([id], note, work, person);
        logbook.Write(
            [
                new LogLine(IdGenerator.Platform, "intake", person, "done", Sentence.Say($"{new EntityReference(person)} sent a privacy request."))
                {
                    Subject = id,
                },
            ],
            work
        );
        await work.Commit();
        return true;
    }
}
