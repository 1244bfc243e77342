using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace Regulatief.Web.ElsaApi.Descriptors;

public sealed class ScriptingController : ElsaController
{
    [HttpPost("scripting/javascript/type-definitions/{definitionId}")]
    public async Task<IActionResult> Types(string definitionId) =>
        File(Encoding.UTF8.GetBytes(await SendAsync(new ScriptTypesQuery(definitionId))), "application/x-typescript", "elsa.d.ts");
}
