using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Members.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>Everything that a person's page shows stands in its address.</summary>
/// <param name="Sessions">where a page of the sessions before ended</param>
/// <param name="Cursor">where a page of the timeline before ended</param>
public sealed record PersonAddress(string MemberId, string? Sessions = null, string? Cursor = null)
{
    public static PersonAddress Of(string memberId, HttpRequest request) => new(memberId, request.Text("sessions"), request.Text("cursor"));

    public string Path
    {
        get
        {
            var query = new QueryBuilder();
            if (Sessions is not null)
                query.Add("sessions", Sessions);
            if (Cursor is not null)
                query.Add("cursor", Cursor);
            return MemberAddress.Of(MemberId) + query;
        }
    }
}
