using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;
using OwnerConsole.Data;

namespace OwnerConsole.Identity;

/// <summary>Stores the framework's data protection keys in the database, so that forms stay valid after restarts and on every node.</summary>
/// <remarks>Synchronous because the framework's interface is.</remarks>
internal sealed class DataProtectionKeyRepository(Database database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.IdentityDataSource.OpenConnection();
        using var command = new NpgsqlCommand("select xml from auth.dp_keys order by created_at, name", connection);
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read())
            elements.Add(XElement.Parse(reader.GetString(0)));
        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = database.IdentityDataSource.OpenConnection();
        using var transaction = connection.BeginTransaction();
        using var command = new NpgsqlCommand(
            """
            select set_config('app.intake', 'form_keys', true);
            insert into auth.dp_keys (name, xml) values (@name, @xml) on conflict (name) do update set xml = excluded.xml
            """,
            connection,
            transaction
        );
        command.Parameters.AddWithValue("name", friendlyName);
        command.Parameters.AddWithValue("xml", element.ToString(SaveOptions.DisableFormatting));
        command.ExecuteNonQuery();
        transaction.Commit();
    }
}
