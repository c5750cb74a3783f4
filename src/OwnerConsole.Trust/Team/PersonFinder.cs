using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Timelines;

namespace OwnerConsole.Trust.Team;

/// <summary>Finds team members by part of a name or email address.</summary>
public sealed class PersonFinder : IFinder
{
    public string Kind => "person";

    public string Permission => TeamRoutes.Read;

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work) =>
        !TeamList.CanSeeTeam(caller)
            ? []
            :
            [
                .. (
                    await work.List<Row>(
                        """
                        select id, name, email from core.team_members
                         where id = @text or lower(name) like lower(@pattern) or lower(email) like lower(@pattern)
                         order by lower(name), id
                         limit @most
                        """,
                        new
                        {
                            text,
                            pattern = LikePattern.Contains(text),
                            most,
                        }
                    )
                ).Select(person => new SearchHit(person.Id, person.Name, $"{person.Email} · team", ActorAddress.Of(person.Id))),
            ];

    private sealed record Row(string Id, string Name, string Email);
}
