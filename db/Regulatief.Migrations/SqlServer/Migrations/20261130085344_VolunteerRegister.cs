using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Regulatief.Migrations.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class VolunteerRegister : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AvailableOn",
                table: "Volunteers",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ConductDeclarationNumber",
                table: "Volunteers",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Languages",
                table: "Volunteers",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Training",
                table: "Volunteers",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TravelsKilometres",
                table: "Volunteers",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Wishes",
                table: "Volunteers",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DeclarationsTold",
                columns: table => new
                {
                    VolunteerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Until = table.Column<DateOnly>(type: "date", nullable: false),
                    DaysBefore = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeclarationsTold", x => new { x.VolunteerId, x.Until, x.DaysBefore });
                    table.ForeignKey(
                        name: "FK_DeclarationsTold_Volunteers_VolunteerId",
                        column: x => x.VolunteerId,
                        principalTable: "Volunteers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DeclarationsTold");

            migrationBuilder.DropColumn(
                name: "AvailableOn",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "ConductDeclarationNumber",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "Languages",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "Training",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "TravelsKilometres",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "Wishes",
                table: "Volunteers");
        }
    }
}
