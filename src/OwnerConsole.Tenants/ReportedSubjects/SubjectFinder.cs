using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.ReportedSubjects;

/// <summary>Finds reported objects of all declared types, across all tenants.</summary>
public sealed class SubjectFinder(DeclarationCache declarations) : IFinder
{
    public string Kind => "subject";

    public string Permission => SubjectRoutes.Permission;

    public bool Finds(string subject) => declarations.Current.SubjectTypes.Any(subjectType => subjectType.Report.Name == subject);

    public async Task<IReadOnlyList<SearchHit>> Find(Caller caller, Mode mode, string text, int most, UnitOfWork work)
    {
        var types = declarations.Current.SubjectTypesOf(mode).ToDictionary(type => type.Name, StringComparer.Ordinal);
        if (types.Count == 0)
            return [];
        var found = await ApplicationSubject.Find(mode, caller.OnlyTenant, text, most, work);
        return
        [
            .. found
                .Where(applicationSubject => types.ContainsKey(applicationSubject.Type))
                .Select(applicationSubject => new SearchHit(
                    applicationSubject.SubjectId,
                    applicationSubject.Name,
                    $"{types[applicationSubject.Type].Title} · {applicationSubject.ExternalId}",
                    SubjectRoutes.AddressOf(applicationSubject)
                )
                {
                    Kind = applicationSubject.Type,
                }),
        ];
    }
}
